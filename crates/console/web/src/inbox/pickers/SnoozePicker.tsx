import { Clock } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { best } from "@/commands/match";
import { workbench } from "@/commands/workbench";
import { Picker } from "@/ui/Picker";
import { useVerbs } from "../actions/useVerbs";
import { wakeTimes } from "./times";

/** Until when a room sleeps. */
export function SnoozePicker({ roomId }: { roomId: string }) {
  const t = useTranslations("pickers");
  const format = useFormatter();
  const verbs = useVerbs(roomId);
  const times = wakeTimes(new Date());
  return (
    <Picker
      title={t("snooze")}
      placeholder={t("snoozePlaceholder")}
      onClose={workbench.close}
      find={(typed) => [
        {
          choices: best(times, typed, ({ id }) => t(id), 10).map(({ id, at }) => ({
            id,
            label: t(id),
            hint: format.dateTime(at, {
              weekday: "short",
              day: "numeric",
              month: "short",
              hour: "2-digit",
              minute: "2-digit",
            }),
            icon: <Clock size={15} aria-hidden="true" />,
            run: () => void verbs.snooze(at),
          })),
        },
      ]}
    />
  );
}
