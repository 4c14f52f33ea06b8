import { useTranslations } from "use-intl";
import { best } from "@/commands/match";
import { workbench } from "@/commands/workbench";
import { useTeams } from "@/live/context";
import { Picker } from "@/ui/Picker";
import { useVerbs } from "../actions/useVerbs";

/** Which team a room is for. */
export function TeamPicker({ roomId }: { roomId: string }) {
  const t = useTranslations("pickers");
  const teams = useTeams();
  const verbs = useVerbs(roomId);
  const current = verbs.room?.team_id;
  return (
    <Picker
      title={t("team")}
      placeholder={t("teamPlaceholder")}
      onClose={workbench.close}
      find={(typed) => [
        {
          choices: best(teams.values(), typed, ({ name }) => name, 50).map(({ id, name }) => ({
            id,
            label: name,
            isOn: id === current,
            run: () => void verbs.setTeam(id),
          })),
        },
        { choices: current && !typed ? [{ id: "none", label: t("noTeam"), run: () => void verbs.setTeam(null) }] : [] },
      ]}
    />
  );
}
