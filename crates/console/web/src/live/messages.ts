import { api, bodyOf } from "@/api/client";
import type { Message } from "@/api/types";
import { withEarlier, withLater } from "./passage";
import type { Store } from "./store";

/** Messages that are asked for at once. */
const PAGE = 50;

interface Page {
  readonly messages: readonly Message[];
  readonly next: string | null;
  readonly newest: string | null;
}

async function fetchPage(roomId: string, which: { before?: string; after?: string; around?: string }): Promise<Page> {
  const query = { limit: PAGE, ...which };
  const page = await bodyOf(api.GET("/v1/rooms/{id}/messages", { params: { path: { id: roomId }, query } }));
  return { messages: page.messages as Message[], next: page.next ?? null, newest: page.newest ?? null };
}

/** Fetches a room's newest messages. */
export async function fetchNewest(store: Store, roomId: string): Promise<void> {
  const { messages, next } = await fetchPage(roomId, {});
  store.putNewest(roomId, messages, next);
}

/** Fetches what was said before what is shown of a room, if anything was. */
export async function fetchOlder(store: Store, roomId: string): Promise<void> {
  const passage = store.passages.get(roomId);
  const before = passage ? passage.older : store.thread(roomId).older;
  if (!before) return;
  const { messages, next } = await fetchPage(roomId, { before });
  if (!passage) {
    store.putOlder(roomId, messages, next);
    return;
  }
  const now = store.passages.get(roomId);
  if (now) store.putPassage(roomId, withEarlier(now, messages, next));
}

/** Fetches what was said after a passage. */
export async function fetchLater(store: Store, roomId: string): Promise<void> {
  const passage = store.passages.get(roomId);
  if (!passage) return;
  const { messages, next, newest } = await fetchPage(roomId, { after: passage.newer });
  const now = store.passages.get(roomId);
  if (now) store.putPassage(roomId, withLater(now, messages, next ?? newest ?? now.newer));
}

/** Fetches a message with what is around it. */
export async function fetchAround(store: Store, roomId: string, messageId: string): Promise<void> {
  const { messages, next, newest } = await fetchPage(roomId, { around: messageId });
  store.putPassage(roomId, { messages: [...messages].reverse(), older: next, newer: newest ?? "" });
}
