import { preferences } from "@/account/preferences";
import { signOut } from "@/account/session";
import type { SavedView } from "@/api/types";
import { undo } from "@/inbox/actions/undo";
import { mayEdit } from "@/inbox/views/mayEdit";
import { remove, savedViewOf } from "@/inbox/views/saved";
import { isSnoozed } from "@/inbox/views/view";
import { closeRoom, openRoom, openSettings, openView } from "@/inbox/where";
import { sectionsOpenTo } from "@/settings/sections";
import { say } from "@/ui/toast";
import type { Command, Scene } from "./command";
import { workbench } from "./workbench";

const hasRoom = ({ room }: Scene): boolean => room !== undefined;
/** The saved view that is shown, if the user may change it. */
const ownView = ({ where, live }: Scene): SavedView | undefined => {
  const view = savedViewOf(where.view, live);
  return view && mayEdit(view, live) ? view : undefined;
};
const isOpen = ({ room }: Scene): boolean => room !== undefined && room.status !== "resolved";

/** Everything that can be done, once. */
export const COMMANDS: readonly Command[] = [
  { id: "palette", group: "general", keys: "mod+k", run: () => workbench.show("palette") },
  { id: "search", group: "general", keys: "/", run: () => workbench.show("search") },
  { id: "help", group: "general", keys: "?", run: () => workbench.show("help") },
  {
    id: "undo",
    group: "general",
    keys: "z",
    run: ({ done }) => void undo.last().then((was) => was || say(done("nothingToUndo"))),
  },
  { id: "preferences", group: "general", keys: "mod+,", run: () => workbench.show("preferences") },
  {
    id: "settings",
    group: "general",
    keys: "g s",
    when: ({ live }) => sectionsOpenTo(live.me.permissions).length > 0,
    run: openSettings,
  },
  {
    id: "toggleViews",
    group: "general",
    keys: "[",
    run: () => preferences.set({ showsViews: !preferences.get().showsViews }),
  },
  {
    id: "toggleContext",
    group: "general",
    keys: "]",
    run: () => preferences.set({ showsContext: !preferences.get().showsContext }),
  },
  { id: "light", group: "general", run: () => preferences.set({ theme: "light" }) },
  { id: "dark", group: "general", run: () => preferences.set({ theme: "dark" }) },
  { id: "systemTheme", group: "general", run: () => preferences.set({ theme: "system" }) },
  { id: "signOut", group: "general", run: () => void signOut() },

  { id: "next", group: "list", keys: "j", run: (scene) => step(scene, 1) },
  { id: "previous", group: "list", keys: "k", run: (scene) => step(scene, -1) },
  {
    id: "open",
    group: "list",
    keys: "enter",
    when: ({ where, room }) => !where.roomId && room !== undefined,
    run: ({ room }) => room && openRoom(room.id),
  },
  { id: "back", group: "list", keys: "escape", when: ({ where }) => where.roomId !== null, run: closeRoom },

  { id: "goMine", group: "views", keys: "g m", run: () => openView("mine") },
  { id: "goUnassigned", group: "views", keys: "g u", run: () => openView("unassigned") },
  { id: "goOpen", group: "views", keys: "g a", run: () => openView("open") },
  { id: "goSnoozed", group: "views", keys: "g h", run: () => openView("snoozed") },
  { id: "goResolved", group: "views", keys: "g e", run: () => openView("resolved") },
  { id: "saveView", group: "views", run: () => workbench.show("saveView") },
  {
    id: "editView",
    group: "views",
    when: (scene) => ownView(scene) !== undefined,
    run: (scene) => {
      const view = ownView(scene);
      if (view) workbench.editView(view.id);
    },
  },
  {
    id: "deleteView",
    group: "views",
    when: (scene) => ownView(scene) !== undefined,
    run: (scene) => {
      const view = ownView(scene);
      if (view) void remove(scene.live, view, scene.saved);
    },
  },

  { id: "reply", group: "room", keys: "r", when: isOpen, run: (scene) => write(scene, "reply") },
  { id: "note", group: "room", keys: "n", when: hasRoom, run: (scene) => write(scene, "note") },
  { id: "assign", group: "room", keys: "a", when: isOpen, run: () => workbench.show("assign") },
  { id: "claim", group: "room", keys: "i", when: isOpen, run: ({ verbs }) => void verbs?.claim() },
  {
    id: "unassign",
    group: "room",
    when: (scene) => isOpen(scene) && (scene.room?.assignees.length ?? 0) > 0,
    run: ({ verbs }) => void verbs?.assign(null),
  },
  { id: "team", group: "room", keys: "t", when: isOpen, run: () => workbench.show("team") },
  { id: "tags", group: "room", keys: "l", when: hasRoom, run: () => workbench.show("tags") },
  { id: "priority", group: "room", keys: "p", when: hasRoom, run: () => workbench.show("priority") },
  {
    id: "snooze",
    group: "room",
    keys: "h",
    when: isOpen,
    run: () => workbench.show("snooze"),
  },
  {
    id: "wake",
    group: "room",
    when: ({ room }) => room !== undefined && isSnoozed(room),
    run: ({ verbs }) => void verbs?.snooze(null),
  },
  { id: "resolve", group: "room", keys: "e", when: isOpen, run: ({ verbs }) => void verbs?.resolve() },
  {
    id: "reopen",
    group: "room",
    keys: "shift+e",
    when: ({ room }) => room?.status === "resolved",
    run: ({ verbs }) => void verbs?.reopen(),
  },
];

/** Moves to the next room, or the one before: opens it if one is open, else only marks it. */
function step({ where, room }: Scene, by: number): void {
  const ids = workbench.list?.ids() ?? [];
  const at = room ? ids.indexOf(room.id) : -1;
  const next = at < 0 ? ids[0] : ids[at + by];
  if (!next) return;
  workbench.set({ cursor: next });
  workbench.list?.reveal(next);
  if (where.roomId) openRoom(next);
}

/** Puts the caret into the composer, of a room that is opened first if need be. */
function write({ where, room }: Scene, mode: "reply" | "note"): void {
  if (!room) return;
  if (where.roomId && workbench.composer) {
    workbench.composer.focus(mode);
    return;
  }
  workbench.set({ awaited: mode });
  openRoom(room.id);
}
