import type { AttemptOutcome } from "../types";

/** Which attempts are looked for, as the form holds it. Blank: any. */
export interface AttemptFilters {
  outcome: AttemptOutcome | "";
  status: string;
  /** A room's id. */
  room: string;
  /** A sequence number, or an event's id with or without the `evt_` of its header. */
  event: string;
  /** The local time of an input of the type `datetime-local`. */
  from: string;
  until: string;
}

export const NO_FILTERS: AttemptFilters = { outcome: "", status: "", room: "", event: "", from: "", until: "" };

/** The query for the attempts that are looked for. */
export function queryOf(filters: AttemptFilters, cursor: string | null, limit = 100): URLSearchParams {
  const query = new URLSearchParams({ limit: String(limit) });
  const put = (name: string, value: string): void => {
    if (value.trim()) query.set(name, value.trim());
  };
  const event = filters.event.trim().replace(/^evt_/, "");
  put("outcome", filters.outcome);
  put("status", filters.status);
  put("room_id", filters.room);
  put(/^\d+$/.test(event) ? "seq" : "event_id", event);
  put("from", instantOf(filters.from));
  put("until", instantOf(filters.until));
  if (cursor) query.set("cursor", cursor);
  return query;
}

/** A local time as an instant; blank: it is none. */
export function instantOf(local: string): string {
  const time = local.trim() ? new Date(local) : null;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : "";
}

export const isFiltered = (filters: AttemptFilters): boolean => Object.values(filters).some((value) => value.trim());
