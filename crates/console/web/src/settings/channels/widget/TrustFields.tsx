import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Button } from "@/ui/Button";
import type { Channel } from "../../types";
import { Confirm } from "../../ui/Confirm";
import { Check, TextArea } from "../../ui/controls";
import { SecretDialog } from "../../ui/SecretDialog";
import { useTask } from "../../useTask";
import { sitesIn } from "./draft";
import type { Change, Widget } from "./types";

interface Props {
  channel: Channel;
  widget: Widget;
  change: Change;
}

/** Where the widget may be shown, and whose word is taken for who a visitor is. */
export function TrustFields({ channel, widget, change }: Props) {
  const t = useTranslations("settings.widget");
  const [sites, setSites] = useState(widget.sites.join("\n"));
  return (
    <>
      <TextArea
        label={t("sites")}
        hint={t("sitesHint")}
        name="widget.sites"
        isMono
        placeholder="https://shop.example"
        value={sites}
        onText={(text) => {
          setSites(text);
          change({ sites: sitesIn(text) });
        }}
      />
      <Check
        label={t("identity")}
        hint={t("identityHint")}
        isOn={widget.identity_required}
        onTurn={(identity_required) => change({ identity_required })}
      />
      <IdentitySecret channel={channel} />
    </>
  );
}

function IdentitySecret({ channel }: { channel: Channel }) {
  const t = useTranslations("settings.widget");
  const [asks, setAsks] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const make = useTask(() => call<{ secret: string }>("POST", `/v1/channels/${channel.id}/identity-secret`, {}), {
    touches: ["settings", "channels"],
    onDone: (made) => {
      setAsks(false);
      setSecret(made.secret);
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <p className="min-w-0 flex-1 basis-60 text-muted">
        {channel.has_identity_secret ? t("hasSecret") : t("noSecret")}
      </p>
      <Button onClick={() => (channel.has_identity_secret ? setAsks(true) : make.mutate())} disabled={make.isPending}>
        {channel.has_identity_secret ? t("renewSecret") : t("makeSecret")}
      </Button>
      {asks && (
        <Confirm
          title={t("renewSecret")}
          verb={t("renewSecret")}
          trouble={make.error}
          isBusy={make.isPending}
          onConfirm={() => make.mutate()}
          onClose={() => setAsks(false)}
        >
          <p>{t("renewSecretHint")}</p>
        </Confirm>
      )}
      {secret && (
        <SecretDialog title={t("secretTitle")} secret={secret} onClose={() => setSecret(null)}>
          <p className="text-muted">{t("secretHint")}</p>
        </SecretDialog>
      )}
    </div>
  );
}
