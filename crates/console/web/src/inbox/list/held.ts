import type { Room } from "@/api/types";
import { compare, type Place } from "./order";

/** A list that stands still while its reader is in the middle of it. */
export interface Held {
  /** Where each row stood when it was first shown. */
  readonly places: ReadonlyMap<string, Place>;
  /** What was uppermost then: whatever comes above it waits. */
  readonly top: Place;
}

/** What is shown, and how many rooms wait above it. */
export interface Arranged {
  readonly rooms: readonly Room[];
  readonly waiting: number;
}

/** Holds a list as it is. Undefined: there is nothing to hold. */
export function hold(shown: readonly Room[], before?: Held): Held | undefined {
  const top = shown[0];
  if (!top) return undefined;
  const places = new Map(shown.map((room) => [room.id, before?.places.get(room.id) ?? room]));
  return { places, top: before?.top ?? top };
}

/** The rooms of a listing as a held list shows them: rows stay where they were, and what is new above waits. */
export function arrange(rooms: readonly Room[], held: Held | undefined): Arranged {
  if (!held) return { rooms, waiting: 0 };
  const shown: { room: Room; place: Place }[] = [];
  let waiting = 0;
  for (const room of rooms) {
    const isAbove = compare(room, held.top) < 0;
    if (isAbove) waiting += 1;
    const place = held.places.get(room.id);
    if (place) shown.push({ room, place });
    else if (!isAbove) shown.push({ room, place: room });
  }
  shown.sort((a, b) => compare(a.place, b.place));
  return { rooms: shown.map(({ room }) => room), waiting };
}
