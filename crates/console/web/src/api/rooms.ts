import { api, bodyOf } from "./client";
import { Problem } from "./problem";
import type { Room, ViewFilter } from "./types";

/** A page of rooms, the latest first. */
export interface Fetched {
  rooms: Room[];
  next: string | null;
}

/** Rooms that are asked for at once. */
const PAGE = 100;

/** Whether the server can tell rooms that are asleep from others. Undefined: it was not asked yet. */
let knowsSnooze: boolean | undefined;
export function canSnooze(): boolean {
  return knowsSnooze !== false;
}

/** A page of the rooms that a filter lets through. */
export async function fetchRooms(filter: ViewFilter, cursor: string | null, limit = PAGE): Promise<Fetched> {
  const { snoozed, ...plain } = filter;
  const asks = snoozed !== undefined && knowsSnooze !== false;
  const query = { ...plain, limit, ...(cursor ? { cursor } : {}), ...(asks ? { snoozed } : {}) };
  try {
    const answer = await bodyOf(api.GET("/v1/rooms", { params: { query } }));
    if (asks) knowsSnooze = true;
    return { rooms: answer.rooms as Room[], next: answer.next ?? null };
  } catch (error) {
    if (!asks || knowsSnooze || !(error instanceof Problem) || ![400, 422].includes(error.status)) throw error;
    knowsSnooze = false;
    // A server that knows no sleep has nothing that sleeps.
    return snoozed ? { rooms: [], next: null } : await fetchRooms(filter, cursor, limit);
  }
}
