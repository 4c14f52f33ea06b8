import type { useTranslations } from "use-intl";
import type { Room } from "@/api/types";
import type { Messages } from "@/i18n/locales";
import type { Verbs } from "@/inbox/actions/verbs";
import type { Where } from "@/inbox/where";
import type { Live } from "@/live/live";

/** What a command works on. */
export interface Scene {
  readonly live: Live;
  readonly where: Where;
  /** The room that is open, or else the one under the cursor. */
  readonly room: Room | undefined;
  readonly verbs: Verbs | undefined;
  readonly done: ReturnType<typeof useTranslations<"done">>;
  readonly saved: ReturnType<typeof useTranslations<"savedViews">>;
}

/** Something that can be done. Menus, the palette, the help and the keyboard all know it from here. */
export interface Command {
  /** Also the key of its title. */
  readonly id: keyof Messages["commands"];
  readonly group: keyof Messages["groups"];
  /** `e`, `mod+k`, `g m`. */
  readonly keys?: string;
  /** Whether it makes sense just now. Left out: always. */
  readonly when?: (scene: Scene) => boolean;
  readonly run: (scene: Scene) => void;
}
