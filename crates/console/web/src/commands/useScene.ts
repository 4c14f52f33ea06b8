import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { Verbs } from "@/inbox/actions/verbs";
import { whereNow } from "@/inbox/where";
import { useLive } from "@/live/context";
import type { Scene } from "./command";
import { workbench } from "./workbench";

/** What commands work on, as of when it is asked for. */
export function useScene(): () => Scene {
  const live = useLive();
  const done = useTranslations("done");
  const saved = useTranslations("savedViews");
  return useCallback(() => {
    const where = whereNow();
    const id = where.roomId ?? workbench.get().cursor;
    const room = id ? live.store.rooms.get(id) : undefined;
    return { live, where, room, verbs: room && new Verbs(live, room.id, done), done, saved };
  }, [live, done, saved]);
}
