import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Dialog } from "@/ui/Dialog";
import type { Channel } from "../types";
import { Check, Choice, TextInput } from "../ui/controls";
import { Form } from "../ui/Form";
import { useTask } from "../useTask";

interface Props {
  channel: Channel | null;
  onClose: () => void;
  onCreated: (channel: Channel) => void;
}

/** Creates a channel, or changes one. */
export function ChannelDialog({ channel, onClose, onCreated }: Props) {
  const t = useTranslations("settings.channels");
  const common = useTranslations("common");
  const [name, setName] = useState(channel?.name ?? "");
  const [kind, setKind] = useState<Channel["kind"]>("web");
  const [active, setActive] = useState(channel?.active ?? true);
  const save = useTask(
    () =>
      channel
        ? call<Channel>("PATCH", `/v1/channels/${channel.id}`, { name: name.trim(), active })
        : call<Channel>("POST", "/v1/channels", { kind, name: name.trim() }),
    {
      touches: ["settings", "channels"],
      says: t("saved"),
      onDone: (saved) => {
        onClose();
        if (!channel) onCreated(saved);
      },
    },
  );
  return (
    <Dialog title={channel ? t("editOf", { name: channel.name }) : t("create")} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={save.error}
        isBusy={save.isPending}
        submit={channel ? common("save") : t("create")}
        onCancel={onClose}
        onSubmit={() => save.mutate()}
      >
        <TextInput label={t("name")} name="name" value={name} onText={setName} />
        {channel ? (
          <Check label={t("active")} hint={t("activeHint")} isOn={active} onTurn={setActive} />
        ) : (
          <Choice
            label={t("kindLabel")}
            hint={t(`kindHint.${kind}`)}
            name="kind"
            value={kind}
            options={[
              { value: "web", label: t("kind.web") },
              { value: "api", label: t("kind.api") },
            ]}
            onPick={setKind}
          />
        )}
      </Form>
    </Dialog>
  );
}
