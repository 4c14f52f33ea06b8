import type { Message } from "@/api/types";
import { merge, type Thread, withMessage } from "./thread";

/** A run of a room's messages without holes that does not reach the newest: what is around something that was looked for. */
export interface Passage {
  /** The oldest first. */
  readonly messages: readonly Message[];
  /** Where the page before these begins; null: there is none. */
  readonly older: string | null;
  /** Where the page after these begins. */
  readonly newer: string;
}

/** The passage with the page before it. */
export function withEarlier(passage: Passage, page: readonly Message[], older: string | null): Passage {
  return { ...passage, messages: merge(passage.messages, page), older };
}

/** The passage with the page after it. */
export function withLater(passage: Passage, page: readonly Message[], newer: string): Passage {
  return { ...passage, messages: merge(passage.messages, page), newer };
}

/** The passage as a message in it is now. What is not in it does not concern it. */
export function withChanged(passage: Passage, message: Message): Passage {
  if (!passage.messages.some(({ id }) => id === message.id)) return passage;
  return { ...passage, messages: withMessage({ ...passage, isCurrent: true }, message).messages };
}

/** The thread with a passage that reaches it; undefined: there is a hole between the two. */
export function joined(thread: Thread, passage: Passage): Thread | undefined {
  if (!thread.isCurrent) return undefined;
  const first = thread.messages[0];
  const last = passage.messages.at(-1);
  if (!first || !last || last.created_at < first.created_at) return undefined;
  return { ...thread, messages: merge(thread.messages, passage.messages), older: passage.older };
}
