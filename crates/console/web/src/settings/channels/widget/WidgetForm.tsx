import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useTeams } from "@/live/context";
import { useMinute } from "@/ui/useMinute";
import type { Channel } from "../../types";
import { Check, TextInput } from "../../ui/controls";
import { Form } from "../../ui/Form";
import { Part } from "../../ui/Page";
import { useTask } from "../../useTask";
import { AskFields } from "./AskFields";
import { changesOf, toldOf } from "./draft";
import { HoursFields } from "./HoursFields";
import { LookFields } from "./LookFields";
import { Preview } from "./Preview";
import { TrustFields } from "./TrustFields";
import type { Widget } from "./types";

/** Everything about a web channel, beside what visitors would see of it. */
export function WidgetForm({ channel, saved }: { channel: Channel; saved: Widget }) {
  const t = useTranslations("settings.widget");
  const channels = useTranslations("settings.channels");
  const common = useTranslations("common");
  const teams = useTeams();
  const now = useMinute();
  const [name, setName] = useState(channel.name);
  const [active, setActive] = useState(channel.active);
  const [widget, setWidget] = useState(saved);
  const change = (changed: Partial<Widget>): void => setWidget((before) => ({ ...before, ...changed }));
  const changes = changesOf(saved, widget);
  const isChanged = Object.keys(changes).length > 0 || name.trim() !== channel.name || active !== channel.active;
  const save = useTask(
    () =>
      call("PATCH", `/v1/channels/${channel.id}`, {
        ...(name.trim() === channel.name ? {} : { name: name.trim() }),
        ...(active === channel.active ? {} : { active }),
        ...(Object.keys(changes).length > 0 ? { widget: changes } : {}),
      }),
    { touches: ["settings", "channels"], says: channels("saved") },
  );
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <Form
        trouble={save.error}
        isBusy={save.isPending}
        isLong
        isDisabled={!isChanged}
        submit={common("save")}
        onSubmit={() => save.mutate()}
      >
        <div>
          <Part title={t("look")}>
            <div className="flex flex-col gap-4">
              <TextInput label={channels("name")} name="name" value={name} onText={setName} />
              <Check label={channels("active")} hint={channels("activeHint")} isOn={active} onTurn={setActive} />
              <LookFields widget={widget} name={name} change={change} />
            </div>
          </Part>
          <Part title={t("before")} about={t("beforeAbout")}>
            <div className="flex flex-col gap-4">
              <AskFields widget={widget} change={change} />
            </div>
          </Part>
          <Part title={t("hours")}>
            <div className="flex flex-col gap-4">
              <HoursFields widget={widget} change={change} />
            </div>
          </Part>
          <Part title={t("trust")}>
            <div className="flex flex-col gap-4">
              <TrustFields channel={channel} widget={widget} change={change} />
            </div>
          </Part>
        </div>
      </Form>
      <div className="lg:sticky lg:top-6">
        <Preview
          channelId={channel.id}
          told={(isOpen) => toldOf(widget, { id: channel.id, name }, teams, isOpen, now)}
        />
      </div>
    </div>
  );
}
