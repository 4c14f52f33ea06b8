import { call } from "@/api/call";
import type { Room } from "@/api/types";
import type { Store } from "@/live/store";

/** A contact's latest room; undefined: it has none. */
export async function latestRoomOf(contactId: string, store: Store): Promise<Room | undefined> {
  const { rooms } = await call<{ rooms: Room[] }>("GET", `/v1/rooms?contact_id=${contactId}&limit=1`);
  const room = rooms[0];
  if (room) store.putRoom(room);
  return room;
}
