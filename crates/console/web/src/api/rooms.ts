import { api, bodyOf } from "./client";
import type { Room, ViewFilter } from "./types";

/** A page of rooms, the latest first. */
export interface Fetched {
  rooms: Room[];
  next: string | null;
}

/** Rooms that are asked for at once. */
const PAGE = 100;

/** A page of the rooms that a filter lets through. */
export async function fetchRooms(filter: ViewFilter, cursor: string | null, limit = PAGE): Promise<Fetched> {
  const query = { ...filter, limit, ...(cursor ? { cursor } : {}) };
  const { rooms, next } = await bodyOf(api.GET("/v1/rooms", { params: { query } }));
  return { rooms, next: next ?? null };
}
