import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { best } from "@/commands/match";
import { workbench } from "@/commands/workbench";
import { useLive, useRoom } from "@/live/context";
import { Picker } from "@/ui/Picker";
import { useVerbs } from "../actions/useVerbs";
import { knownTags } from "../tags";

/** Which tags a room has. */
export function TagPicker({ roomId }: { roomId: string }) {
  const t = useTranslations("pickers");
  const { store } = useLive();
  const tags = useRoom(roomId)?.tags ?? [];
  const verbs = useVerbs(roomId);
  const known = knownTags(store);
  return (
    <Picker
      title={t("tags")}
      placeholder={t("tagsPlaceholder")}
      onClose={workbench.close}
      find={(typed) => {
        const fresh = typed.trim();
        return [
          {
            choices: best(known, typed, (tag) => tag, 50).map((tag) => ({
              id: tag,
              label: tag,
              isOn: tags.includes(tag),
              stays: true,
              run: () => void verbs.tag(tag, !tags.includes(tag)),
            })),
          },
          {
            choices:
              fresh && !known.includes(fresh)
                ? [
                    {
                      id: "new",
                      label: t("newTag", { tag: fresh }),
                      icon: <Plus size={15} aria-hidden="true" />,
                      run: () => void verbs.tag(fresh, true),
                    },
                  ]
                : [],
          },
        ];
      }}
    />
  );
}
