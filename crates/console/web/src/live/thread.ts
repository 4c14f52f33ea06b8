import type { DeliveryStatus, Message } from "@/api/types";

/** What is known of a room's messages: a run without holes that ends with the newest. */
export interface Thread {
  /** The oldest first. */
  readonly messages: readonly Message[];
  /** Where the page before these begins; null: there is none; undefined: it has to be asked for. */
  readonly older: string | null | undefined;
  /** Whether nothing can have been missed since. */
  readonly isCurrent: boolean;
}

export const NO_MESSAGES: Thread = { messages: [], older: undefined, isCurrent: false };

const FAR: Record<DeliveryStatus, number> = { created: 0, sent: 1, failed: 2, delivered: 3, read: 4 };

/** Whether `next`, which comes in no order, is not older than `known`. */
export function isNewer(known: Message, next: Message): boolean {
  if (next.revision !== known.revision) return next.revision > known.revision;
  if (Boolean(next.deleted_at) !== Boolean(known.deleted_at)) return Boolean(next.deleted_at);
  return FAR[next.status] >= FAR[known.status];
}

/** The thread with a message that an event told: events come in order, so it replaces what was known. */
export function withMessage(thread: Thread, message: Message): Thread {
  const { messages } = thread;
  const at = findFromEnd(messages, message.id);
  if (at >= 0) return { ...thread, messages: messages.with(at, message) };
  const last = messages.at(-1);
  if (!last || last.created_at < message.created_at) return { ...thread, messages: [...messages, message] };
  return { ...thread, messages: merge(messages, [message]) };
}

/** The thread with the newest page. What was known before is kept if the page reaches it. */
export function withNewest(thread: Thread, page: readonly Message[], older: string | null): Thread {
  const known = new Set(thread.messages.map(({ id }) => id));
  const reaches = thread.isCurrent || older === null || page.some(({ id }) => known.has(id));
  // What an event told while the page was on its way is newer than the page.
  const newest =
    page
      .map(({ created_at }) => created_at)
      .sort()
      .at(-1) ?? "";
  const kept = reaches ? thread.messages : thread.messages.filter(({ created_at }) => created_at > newest);
  const keepsOlder = reaches && thread.older !== undefined && thread.messages.length > page.length;
  return { messages: merge(kept, page), older: keepsOlder ? thread.older : older, isCurrent: true };
}

/** The thread with the page before it. */
export function withOlder(thread: Thread, page: readonly Message[], older: string | null): Thread {
  return { ...thread, messages: merge(thread.messages, page), older };
}

/** All messages of both, once each, as they are now, the oldest first. */
export function merge(known: readonly Message[], page: readonly Message[]): Message[] {
  const all = new Map(known.map((message) => [message.id, message]));
  for (const message of page) {
    const before = all.get(message.id);
    if (!before || isNewer(before, message)) all.set(message.id, message);
  }
  return [...all.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0));
}

function findFromEnd(messages: readonly Message[], id: string): number {
  return messages.findLastIndex((message) => message.id === id);
}
