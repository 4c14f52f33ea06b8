import { call } from "./call";
import type { Contact, Message, Room, ViewFilter } from "./types";

/** A page of rooms, the latest first, with what lists show of them. */
export interface Fetched {
  rooms: Room[];
  next: string | null;
  included?: { contacts?: Contact[]; messages?: Message[] };
}

/** Rooms that are asked for at once. */
const PAGE = 100;

/** A page of the rooms that a filter lets through. */
export async function fetchRooms(filter: ViewFilter, cursor: string | null, limit = PAGE): Promise<Fetched> {
  const given = Object.entries(filter).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams([...given, ["limit", String(limit)]]);
  if (cursor) query.set("cursor", cursor);
  return await call<Fetched>("GET", `/v1/rooms?${query}`);
}
