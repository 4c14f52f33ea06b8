import type { Room } from "@/api/types";

/** What a list is ordered by: the latest first, as the server's pages are. */
export type Place = Pick<Room, "id" | "last_activity_at">;

/** Negative: `a` stands above `b`. */
export function compare(a: Place, b: Place): number {
  if (a.last_activity_at !== b.last_activity_at) return a.last_activity_at > b.last_activity_at ? -1 : 1;
  return a.id > b.id ? -1 : a.id < b.id ? 1 : 0;
}

/** Where `wanted` stands, or would stand, in an ordered list. */
export function find(ordered: readonly Place[], wanted: Place): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const place = ordered[middle];
    if (place && compare(place, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Moves a room that changed within an ordered list. Undefined stands for: it is not (or no longer) in the list. */
export function move<T extends Place>(ordered: T[], before: Place | undefined, after: T | undefined): void {
  if (before) {
    const at = find(ordered, before);
    if (ordered[at]?.id === before.id) ordered.splice(at, 1);
  }
  if (after) ordered.splice(find(ordered, after), 0, after);
}
