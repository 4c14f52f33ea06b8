import { useTranslations } from "use-intl";
import { useTeams } from "@/live/context";
import { Check, Choice, Group } from "../../ui/controls";
import { FieldTroubleOf } from "../../ui/FieldTroubleOf";
import { ASKED, ASKS, type Change, type Widget } from "./types";

/** What visitors are asked before they write. */
export function AskFields({ widget, change }: { widget: Widget; change: Change }) {
  const t = useTranslations("settings.widget");
  const teams = [...useTeams().values()].filter(({ id, active }) => active || widget.team_choice.includes(id));
  const chosen = widget.team_choice;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        {ASKED.map((field) => (
          <Choice
            key={field}
            label={t(`asked.${field}`)}
            value={widget.pre_chat[field] ?? "no"}
            options={ASKS.map((value) => ({ value, label: t(`ask.${value}`) }))}
            onPick={(ask) => change({ pre_chat: { ...widget.pre_chat, [field]: ask } })}
          />
        ))}
      </div>
      {teams.length > 0 && (
        <Group legend={t("teams")} hint={t("teamsHint")}>
          <FieldTroubleOf name="widget.team_choice" />
          {teams.map(({ id, name }) => (
            <Check
              key={id}
              label={name}
              isOn={chosen.includes(id)}
              onTurn={(on) => change({ team_choice: on ? [...chosen, id] : chosen.filter((each) => each !== id) })}
            />
          ))}
        </Group>
      )}
    </>
  );
}
