import type { Store } from "@/live/store";

/** The tags that are in use, as far as this page knows. */
export function knownTags(store: Store): string[] {
  const tags = new Set(Object.keys(store.counts?.open_by_tag ?? {}));
  for (const room of store.rooms.values()) for (const tag of room.tags ?? []) tags.add(tag);
  return [...tags].sort((a, b) => a.localeCompare(b));
}
