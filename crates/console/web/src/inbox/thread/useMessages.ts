import { useCallback, useEffect, useRef, useState } from "react";
import type { Message } from "@/api/types";
import { useLive, usePassage, useThread } from "@/live/context";
import { fetchAround, fetchLater, fetchNewest, fetchOlder } from "@/live/messages";

/** What is shown of a room's messages, and how to get more of them. */
export interface Messages {
  readonly messages: readonly Message[];
  /** Whether they are as they are now: not only what the browser kept. */
  readonly isCurrent: boolean;
  readonly hasOlder: boolean;
  /** Whether there are newer ones, which are not shown. */
  readonly hasNewer: boolean;
  readonly trouble: string | null;
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
  readonly reload: () => void;
}

/** Sees to it that a room's newest messages are there, and what is around the wanted one; fetches more of them. */
export function useMessages(roomId: string, wanted: string | null): Messages {
  const { store } = useLive();
  const thread = useThread(roomId);
  const passage = usePassage(roomId);
  const { isCurrent } = thread;
  const [trouble, setTrouble] = useState<string | null>(null);
  const busy = useRef(new Set<string>());

  const fetch = useCallback(async (what: string, run: () => Promise<void>) => {
    if (busy.current.has(what)) return;
    busy.current.add(what);
    try {
      await run();
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      busy.current.delete(what);
    }
  }, []);
  const loadOlder = useCallback(() => void fetch("older", () => fetchOlder(store, roomId)), [fetch, store, roomId]);
  const loadNewer = useCallback(() => void fetch("newer", () => fetchLater(store, roomId)), [fetch, store, roomId]);
  const reload = useCallback(() => void fetch("newest", () => fetchNewest(store, roomId)), [fetch, store, roomId]);

  useEffect(() => {
    if (!isCurrent) reload();
    const unlisten = [store.topics.listen("doubt", reload), store.topics.listen("stale", reload)];
    return () => {
      for (const each of unlisten) each();
    };
  }, [store, isCurrent, reload]);

  useEffect(() => {
    if (!wanted) return;
    const isThere = (messages: readonly Message[]): boolean => messages.some(({ id }) => id === wanted);
    if (isThere(store.passages.get(roomId)?.messages ?? [])) return;
    if (isThere(store.thread(roomId).messages)) store.dropPassage(roomId);
    else void fetch("around", () => fetchAround(store, roomId, wanted));
  }, [store, roomId, wanted, fetch]);

  // Whoever comes back to the room comes back to its end.
  useEffect(() => () => store.dropPassage(roomId), [store, roomId]);

  const older = passage ? passage.older : thread.older;
  return {
    messages: passage?.messages ?? thread.messages,
    isCurrent: isCurrent || passage !== undefined,
    hasOlder: Boolean(older),
    hasNewer: passage !== undefined,
    trouble,
    loadOlder,
    loadNewer,
    reload,
  };
}
