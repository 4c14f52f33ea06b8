import { MessageSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { openRoom } from "@/inbox/where";
import { useLive } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { type Choices, Picker } from "@/ui/Picker";
import { COMMANDS } from "./catalogue";
import { best, bestOfFolded } from "./match";
import { roomsToFind } from "./roomsToFind";
import { useScene } from "./useScene";
import { workbench } from "./workbench";

const MOST_ROOMS = 20;

/** Everything that can be done, and every room that is known: type, and pick. */
export function Palette() {
  const t = useTranslations();
  const live = useLive();
  const sceneNow = useScene();

  const find = (typed: string): readonly Choices[] => {
    const scene = sceneNow();
    const commands = COMMANDS.filter(({ id, when }) => id !== "palette" && (when?.(scene) ?? true));
    const found = best(commands, typed, ({ id }) => t(`commands.${id}`), commands.length);
    const known = roomsToFind(live.store, ({ number }) => t("list.somebody", { number: number ?? "" }));
    const rooms = typed.trim() ? bestOfFolded(known, typed, ({ folded }) => folded, MOST_ROOMS) : [];
    const roomChoices: Choices = {
      title: t("palette.rooms"),
      choices: rooms.map(({ room, name }) => ({
        id: room.id,
        label: name,
        hint: [room.number ? `#${room.number}` : "", room.topic ?? ""].filter(Boolean).join(" "),
        icon: name ? (
          <Avatar id={room.contact_id} name={name} size="sm" />
        ) : (
          <MessageSquare size={16} aria-hidden="true" />
        ),
        run: () => openRoom(room.id),
      })),
    };
    const groups = (["room", "list", "views", "general"] as const).map((group) => ({
      title: t(`groups.${group}`),
      choices: found
        .filter((command) => command.group === group)
        .map(({ id, keys, run }) => ({ id, label: t(`commands.${id}`), keys, run: () => run(scene) })),
    }));
    return [roomChoices, ...groups];
  };

  return (
    <Picker title={t("palette.title")} placeholder={t("palette.placeholder")} find={find} onClose={workbench.close} />
  );
}
