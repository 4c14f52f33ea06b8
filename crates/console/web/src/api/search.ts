import { call } from "./call";
import type { FoundContact, FoundMessage, FoundRoom } from "./types";

/** What can be looked for, and what is found of each. */
export interface FoundOf {
  messages: FoundMessage;
  contacts: FoundContact;
  rooms: FoundRoom;
}

export type Kind = keyof FoundOf;

/** A page of what was found. */
export interface FoundPage<K extends Kind> {
  found: readonly FoundOf[K][];
  next: string | null;
}

/** Looks for messages, contacts or rooms. */
export async function search<K extends Kind>(
  kind: K,
  query: URLSearchParams,
  signal?: AbortSignal,
): Promise<FoundPage<K>> {
  const answer = await call<Record<string, unknown>>("GET", `/v1/search/${kind}?${query}`, undefined, signal);
  return { found: (answer[kind] ?? []) as FoundOf[K][], next: (answer["next"] as string | null | undefined) ?? null };
}
