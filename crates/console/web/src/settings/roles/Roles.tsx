import { useTranslations } from "use-intl";
import type { Role } from "../types";
import { Page } from "../ui/Page";
import { Loaded } from "../ui/states";
import { useList } from "../useList";
import { Matrix } from "./Matrix";

/** What roles allow. */
export function Roles() {
  const t = useTranslations("settings.roles");
  const roles = useList<Role>("roles");
  return (
    <Page isWide title={t("title")} about={t("about")}>
      <Loaded query={roles}>{(all) => <Matrix key={JSON.stringify(all)} roles={all} />}</Loaded>
    </Page>
  );
}
