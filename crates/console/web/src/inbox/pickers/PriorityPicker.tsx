import { useTranslations } from "use-intl";
import { best } from "@/commands/match";
import { workbench } from "@/commands/workbench";
import { Picker } from "@/ui/Picker";
import { useVerbs } from "../actions/useVerbs";
import { PRIORITIES, PriorityMark } from "../PriorityMark";

/** How urgent a room is. */
export function PriorityPicker({ roomId }: { roomId: string }) {
  const t = useTranslations("pickers");
  const names = useTranslations("priority");
  const verbs = useVerbs(roomId);
  const current = verbs.room?.priority ?? null;
  return (
    <Picker
      title={t("priority")}
      placeholder={t("priorityPlaceholder")}
      onClose={workbench.close}
      find={(typed) => [
        {
          choices: best([...PRIORITIES, null], typed, (each) => names(each ?? "none"), 10).map((each) => ({
            id: each ?? "none",
            label: names(each ?? "none"),
            icon: <span className="w-4">{each && <PriorityMark priority={each} />}</span>,
            isOn: each === current,
            run: () => void verbs.setPriority(each),
          })),
        },
      ]}
    />
  );
}
