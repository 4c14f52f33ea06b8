import { UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/live/context";
import { Button } from "@/ui/Button";
import { useMay } from "../may";
import type { Team } from "../types";
import { AddButton } from "../ui/AddButton";
import { Badge } from "../ui/Badge";
import { Page } from "../ui/Page";
import { Remove } from "../ui/Remove";
import { Row, Rows } from "../ui/Rows";
import { Loaded, State } from "../ui/states";
import { useList } from "../useList";
import { TeamDialog } from "./TeamDialog";

/** Groups of users. */
export function Teams() {
  const t = useTranslations("settings.teams");
  const teams = useList<Team>("teams");
  const users = useUsers();
  const mayManage = useMay("team.manage");
  const mayAdd = useMay("team.add_members");
  const mayDelete = useMay("team.delete");
  const [edited, setEdited] = useState<Team | "new" | null>(null);
  return (
    <Page
      title={t("title")}
      about={t("about")}
      actions={mayManage && <AddButton label={t("create")} onClick={() => setEdited("new")} />}
    >
      <Loaded query={teams}>
        {(all) =>
          all.length === 0 ? (
            <State icon={UsersRound} title={t("none")}>
              {t("noneHint")}
            </State>
          ) : (
            <Rows>
              {all.map((team) => (
                <Row
                  key={team.id}
                  title={team.name}
                  about={
                    team.members.flatMap((id) => users.get(id)?.name ?? []).join(", ") ||
                    t("members", { count: team.members.length })
                  }
                >
                  {!team.active && <Badge tone="warn">{t("inactive")}</Badge>}
                  {(mayManage || mayAdd) && (
                    <Button aria-label={t("editOf", { name: team.name })} onClick={() => setEdited(team)}>
                      {t("edit")}
                    </Button>
                  )}
                  {mayDelete && (
                    <Remove
                      path={`/v1/teams/${team.id}`}
                      touches={["settings", "teams"]}
                      verb={t("delete")}
                      title={t("deleteTitle", { name: team.name })}
                      says={t("deleted")}
                    >
                      <p>{t("deleteHint")}</p>
                    </Remove>
                  )}
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
      {edited && <TeamDialog team={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}
