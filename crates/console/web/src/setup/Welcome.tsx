import { useTranslations } from "use-intl";
import { useLive } from "@/live/context";
import { SettingsLanguage } from "@/settings/SettingsLanguage";
import type { Channel } from "@/settings/types";
import { LinkButton } from "@/settings/ui/LinkButton";
import { Page } from "@/settings/ui/Page";
import { Loaded } from "@/settings/ui/states";
import { useList } from "@/settings/useList";
import { ChannelStep } from "./ChannelStep";
import { Step } from "./Step";
import { TryStep } from "./TryStep";

/** Three steps to the first conversation. */
export function Welcome() {
  return (
    <SettingsLanguage>
      <main className="scroller relative h-dvh bg-surface">
        <Steps />
      </main>
    </SettingsLanguage>
  );
}

function Steps() {
  const t = useTranslations("welcome");
  const { me } = useLive();
  const channels = useList<Channel>("channels");
  return (
    <Page
      title={t("title", { name: me.user?.name ?? "" })}
      about={t("about")}
      actions={<LinkButton to="/">{t("toInbox")}</LinkButton>}
      back={{ to: "/" }}
    >
      <Loaded query={channels}>
        {(all) => {
          const web = all.find(({ kind, active }) => kind === "web" && active);
          return (
            <ol className="flex flex-col gap-6">
              <Step number={1} isDone title={t("account")}>
                <p>{t("accountDone", { username: me.user?.username ?? "" })}</p>
              </Step>
              <ChannelStep channel={web} />
              <TryStep channel={web} />
            </ol>
          );
        }}
      </Loaded>
    </Page>
  );
}
