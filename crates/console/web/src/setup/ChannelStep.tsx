import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useLive } from "@/live/context";
import { SnippetDialog } from "@/settings/channels/SnippetDialog";
import type { Channel } from "@/settings/types";
import { LinkButton } from "@/settings/ui/LinkButton";
import { useTask } from "@/settings/useTask";
import { Button } from "@/ui/Button";
import { Step } from "./Step";

/** Makes the first web channel. */
export function ChannelStep({ channel }: { channel: Channel | undefined }) {
  const t = useTranslations("welcome");
  const { me } = useLive();
  const [isInstalling, setIsInstalling] = useState(false);
  const make = useTask(() => call<Channel>("POST", "/v1/channels", { kind: "web", name: me.organization.name }), {
    touches: ["settings", "channels"],
    saysTrouble: true,
  });
  if (!channel) {
    return (
      <Step number={2} isDone={false} title={t("channel")}>
        <p className="text-muted">{t("channelAbout")}</p>
        <Button look="primary" className="self-start" disabled={make.isPending} onClick={() => make.mutate()}>
          {t("makeChannel")}
        </Button>
      </Step>
    );
  }
  return (
    <Step number={2} isDone title={t("channel")}>
      <p>{t("channelDone", { name: channel.name })}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setIsInstalling(true)}>{t("install")}</Button>
        <LinkButton to="/settings/channels/$channelId" params={{ channelId: channel.id }}>
          {t("look")}
        </LinkButton>
      </div>
      {isInstalling && <SnippetDialog channel={channel} onClose={() => setIsInstalling(false)} />}
    </Step>
  );
}
