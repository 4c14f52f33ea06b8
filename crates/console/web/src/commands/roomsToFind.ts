import type { Contact, Room } from "@/api/types";
import { roomName } from "@/inbox/names";
import type { Store } from "@/live/store";
import { fold } from "./match";

/** A room as the palette looks for it. */
export interface RoomToFind {
  readonly room: Room;
  readonly contact: Contact | undefined;
  readonly name: string;
  /** What it is found by, folded. */
  readonly folded: string;
}

/** Made once for each state of a room: there may be ten thousand, and somebody types. */
const known = new WeakMap<Room, RoomToFind>();

/** Every room that is known. `unnamed` says what one is called whose contact has no name. */
export function* roomsToFind(store: Store, unnamed: (room: Room) => string): Iterable<RoomToFind> {
  for (const room of store.rooms.values()) {
    const contact = store.contacts.get(room.contact_id);
    const before = known.get(room);
    if (before && before.contact === contact) {
      yield before;
      continue;
    }
    const name = roomName(room, contact, "") || unnamed(room);
    const words = [name, room.number, room.topic, contact?.email, contact?.phone];
    const made = { room, contact, name, folded: fold(words.filter((word) => word !== undefined).join(" ")) };
    known.set(room, made);
    yield made;
  }
}
