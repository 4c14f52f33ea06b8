import { api, bodyOf } from "./client";
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
  const query = { ...filter, limit, include: "contact,last_message", ...(cursor ? { cursor } : {}) };
  const { rooms, next, included } = await bodyOf(api.GET("/v1/rooms", { params: { query } }));
  return { rooms, next: next ?? null, ...(included ? { included } : {}) };
}
