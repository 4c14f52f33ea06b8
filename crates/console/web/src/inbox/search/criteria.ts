import type { Kind } from "@/api/search";

/** What is looked for. What is left empty does not matter. */
export interface Criteria {
  readonly text: string;
  readonly scope: "all" | Kind;
  /** Only in this room. */
  readonly room_id: string;
  readonly channel_id: string;
  readonly status: string;
  readonly team_id: string;
  readonly tag: string;
  readonly author: string;
  /** Days, as their fields write them: `2026-01-31`. */
  readonly from: string;
  readonly to: string;
}

export const NOTHING: Criteria = {
  text: "",
  scope: "all",
  room_id: "",
  channel_id: "",
  status: "",
  team_id: "",
  tag: "",
  author: "",
  from: "",
  to: "",
};

export const KINDS: readonly Kind[] = ["messages", "contacts", "rooms"];

type Filter = Exclude<keyof Criteria, "text" | "scope">;

/** Which filters each kind has. */
const FILTERS: Record<Kind, readonly Filter[]> = {
  messages: ["room_id", "channel_id", "status", "team_id", "tag", "author", "from", "to"],
  contacts: [],
  rooms: ["channel_id", "status", "team_id", "tag"],
};

/** The filters that are set. */
export function filtersOf(criteria: Criteria): Filter[] {
  return FILTERS.messages.filter((name) => criteria[name] !== "");
}

/** Whether there is anything to look for: a letter or a digit. */
export function isEnough(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The kinds that can be found: those in scope that have every filter that is set. */
export function kindsOf(criteria: Criteria): Kind[] {
  const set = filtersOf(criteria);
  const possible = KINDS.filter((kind) => set.every((name) => FILTERS[kind].includes(name)));
  return possible.filter((kind) => criteria.scope === "all" || criteria.scope === kind);
}

/** What the server is asked for one kind. */
export function queryOf(criteria: Criteria, limit: number, cursor: string | null): URLSearchParams {
  const query = new URLSearchParams({ q: criteria.text.trim(), limit: String(limit) });
  for (const name of filtersOf(criteria)) query.set(name, wireValueOf(name, criteria[name]));
  if (cursor) query.set("cursor", cursor);
  return query;
}

/** Days are the reader's: from their beginning, and to their end. */
function wireValueOf(name: Filter, value: string): string {
  if (name === "from") return new Date(`${value}T00:00:00`).toISOString();
  if (name === "to") return new Date(`${value}T23:59:59.999`).toISOString();
  return value;
}
