import { UsersRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/live/context";
import { Button } from "@/ui/Button";
import { useMay } from "../may";
import type { Team } from "../types";
import { Badge } from "../ui/Badge";
import { Collection } from "../ui/Collection";
import { Remove } from "../ui/Remove";
import { Row } from "../ui/Rows";
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
  return (
    <Collection
      title={t("title")}
      about={t("about")}
      query={teams}
      none={{ icon: UsersRound, title: t("none"), hint: t("noneHint") }}
      create={mayManage ? t("create") : null}
      row={(team, edit) => (
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
            <Button aria-label={t("editOf", { name: team.name })} onClick={edit}>
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
      )}
      dialog={(team, close) => <TeamDialog team={team} onClose={close} />}
    />
  );
}
