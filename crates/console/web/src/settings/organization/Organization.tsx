import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { useLive } from "@/live/context";
import type { OrganizationSettings } from "../types";
import { Tag } from "../ui/Badge";
import { Page, Part } from "../ui/Page";
import { Loaded } from "../ui/states";
import { SettingsForm } from "./SettingsForm";

/** How the organization wants things to go. */
export function Organization() {
  const t = useTranslations("settings.organization");
  const { me } = useLive();
  const settings = useQuery({
    queryKey: ["settings", "organization"],
    queryFn: () => call<OrganizationSettings>("GET", "/v1/settings"),
  });
  return (
    <Page title={me.organization.name} about={t("about")}>
      <Loaded query={settings}>
        {(found) => {
          const values = found.settings as Record<string, unknown>;
          const foreign = Object.entries(values).filter(([name]) => /^(rocketchat|qontak|popsell)\./.test(name));
          return (
            <>
              <Part title={t("routing")}>
                <SettingsForm key={JSON.stringify(values)} values={values} />
              </Part>
              {foreign.length > 0 && (
                <Part title={t("dialects")} about={t("dialectsAbout")}>
                  <dl className="flex flex-col gap-1.5 text-sm">
                    {foreign.map(([name, value]) => (
                      <div key={name} className="flex flex-wrap gap-2">
                        <dt>
                          <Tag>{name}</Tag>
                        </dt>
                        <dd className="min-w-0 break-all font-mono text-xs leading-5">{JSON.stringify(value)}</dd>
                      </div>
                    ))}
                  </dl>
                </Part>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
