import { UserRoundX } from "lucide-react";
import { useTranslations } from "use-intl";
import { best } from "@/commands/match";
import { workbench } from "@/commands/workbench";
import { useLive, useUsers } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { Picker } from "@/ui/Picker";
import { useVerbs } from "../actions/useVerbs";

/** Whom to give a room to. */
export function AssignPicker({ roomId }: { roomId: string }) {
  const t = useTranslations("pickers");
  const live = useLive();
  const users = useUsers();
  const verbs = useVerbs(roomId);
  const assignee = verbs.room?.assignees[0];
  const own = users.get(live.userId);
  const others = [...users.values()].filter(({ id, active, bot }) => id !== live.userId && active && !bot);
  const all = own ? [own, ...others] : others;
  return (
    <Picker
      title={t("assign")}
      placeholder={t("assignPlaceholder")}
      onClose={workbench.close}
      find={(typed) => [
        {
          choices: best(all, typed, ({ name, username }) => `${name} ${username}`, 50).map(({ id, name, online }) => ({
            id,
            label: id === live.userId ? t("me", { name }) : name,
            hint: online ? t("online") : undefined,
            icon: <Avatar id={id} name={name} size="sm" />,
            isOn: id === assignee,
            run: () => void verbs.assign(id),
          })),
        },
        {
          choices:
            assignee && !typed
              ? [
                  {
                    id: "nobody",
                    label: t("nobody"),
                    icon: <UserRoundX size={16} aria-hidden="true" />,
                    run: () => void verbs.assign(null),
                  },
                ]
              : [],
        },
      ]}
    />
  );
}
