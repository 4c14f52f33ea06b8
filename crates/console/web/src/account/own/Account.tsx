import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import type { Me } from "@/api/types";
import { SettingsLanguage } from "@/settings/SettingsLanguage";
import { Page } from "@/settings/ui/Page";
import { Loaded } from "@/settings/ui/states";
import { PasswordPart } from "./PasswordPart";
import { ProfilePart } from "./ProfilePart";
import { SessionsPart } from "./SessionsPart";
import { TwoFactorPart } from "./TwoFactorPart";
import { ME } from "./types";

/** One's own account. */
export function Account() {
  return (
    <SettingsLanguage>
      <main className="scroller relative h-dvh bg-surface">
        <Parts />
      </main>
    </SettingsLanguage>
  );
}

function Parts() {
  const t = useTranslations("ownAccount");
  const me = useQuery({ queryKey: ME, queryFn: () => call<Me>("GET", "/v1/me") });
  return (
    <Page title={t("title")} about={t("about")} back={{ to: "/" }}>
      <Loaded query={me}>
        {(own) => (
          <>
            {own.user && <ProfilePart user={own.user} />}
            <PasswordPart username={own.user?.username ?? ""} />
            {own.two_factor && <TwoFactorPart state={own.two_factor} />}
            <SessionsPart />
          </>
        )}
      </Loaded>
    </Page>
  );
}
