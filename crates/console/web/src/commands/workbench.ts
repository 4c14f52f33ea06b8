import { Topics } from "@/live/topics";

/** What lies over the page. */
export type Overlay =
  | "palette"
  | "search"
  | "help"
  | "preferences"
  | "assign"
  | "team"
  | "tags"
  | "priority"
  | "snooze"
  | "saveView";

/** What the composer writes. */
export type Mode = "reply" | "note";

/** What a list lets others do with it. */
export interface ListHandle {
  /** The rooms, in the order that is shown. */
  ids(): readonly string[];
  /** Brings a row into sight. */
  reveal(roomId: string): void;
}

/** What a composer lets others do with it. */
export interface ComposerHandle {
  focus(mode?: Mode): void;
}

interface Bench {
  readonly overlay: Overlay | null;
  /** The row that keys act on; the open room, if there is one. */
  readonly cursor: string | null;
  /** The message that the next one answers. */
  readonly replyTo: string | null;
  /** What is to be written in a room that is only just being opened: keys wait for its composer. */
  readonly awaited: Mode | null;
  /** The saved view that is changed; null: a new one is made. */
  readonly editedView: string | null;
}

const topics = new Topics();
let bench: Bench = { overlay: null, cursor: null, replyTo: null, awaited: null, editedView: null };

/** What is on the workbench just now: one for the page. */
export const workbench = {
  list: null as ListHandle | null,
  composer: null as ComposerHandle | null,
  get: (): Bench => bench,
  listen: (listener: () => void): (() => void) => topics.listen("bench", listener),
  set(change: Partial<Bench>): void {
    bench = { ...bench, ...change };
    topics.tell("bench");
  },
  show: (overlay: Overlay): void => workbench.set({ overlay, editedView: null }),
  editView: (editedView: string): void => workbench.set({ overlay: "saveView", editedView }),
  close: (): void => workbench.set({ overlay: null }),
};
