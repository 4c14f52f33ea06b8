import { useCallback, useEffect, useRef, useState } from "react";
import { api, bodyOf } from "@/api/client";
import type { Message } from "@/api/types";
import { useLive, useThread } from "@/live/context";
import type { Store } from "@/live/store";

const PAGE = 50;

async function fetchPage(store: Store, roomId: string, before: string | null): Promise<void> {
  const query = { limit: PAGE, ...(before ? { before } : {}) };
  const page = await bodyOf(api.GET("/v1/rooms/{id}/messages", { params: { path: { id: roomId }, query } }));
  const messages = page.messages as Message[];
  const next = page.next ?? null;
  if (before) store.putOlder(roomId, messages, next);
  else store.putNewest(roomId, messages, next);
}

/** Sees to it that a room's newest messages are there, and fetches older ones. */
export function useMessages(roomId: string) {
  const { store } = useLive();
  const { isCurrent, older } = useThread(roomId);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isBusy = useRef(false);

  const fetch = useCallback(
    async (before: string | null) => {
      if (isBusy.current) return;
      isBusy.current = true;
      try {
        await fetchPage(store, roomId, before);
        setTrouble(null);
      } catch (error) {
        setTrouble(error instanceof Error ? error.message : String(error));
      } finally {
        isBusy.current = false;
      }
    },
    [store, roomId],
  );

  useEffect(() => {
    if (!isCurrent) void fetch(null);
    return store.topics.listen("doubt", () => void fetch(null));
  }, [store, isCurrent, fetch]);

  const loadOlder = useCallback(() => {
    if (older) void fetch(older);
  }, [older, fetch]);
  return { trouble, loadOlder, reload: () => void fetch(null) };
}
