import type { Item } from "./items";

/** Items that are laid out, or left out, together. */
export interface Chunk {
  readonly key: string;
  readonly items: readonly Item[];
}

/** How many messages a chunk has, more or less. */
const ABOUT = 24;
const FIRST = "first";

/**
 * Cuts a thread into chunks. Which message begins one depends on its id alone: so the cuts stay where they are, whatever comes before or
 * after.
 */
export function chunksOf(items: readonly Item[]): readonly Chunk[] {
  const chunks: { key: string; items: Item[] }[] = [];
  // Days and such belong to the message after them.
  let above: Item[] = [];
  for (const item of items) {
    if (item.kind === "day" || item.kind === "unread") {
      above.push(item);
      continue;
    }
    const begins = item.kind === "message" && isCut(item.message.id);
    if (begins || chunks.length === 0) chunks.push({ key: begins ? item.key : FIRST, items: [] });
    chunks.at(-1)?.items.push(...above, item);
    above = [];
  }
  return chunks;
}

/** Whether two chunks look the same. */
export function isSame(a: Chunk, b: Chunk): boolean {
  if (a === b) return true;
  if (a.key !== b.key || a.items.length !== b.items.length) return false;
  return a.items.every((item, at) => isSameItem(item, b.items[at]));
}

function isSameItem(a: Item, b: Item | undefined): boolean {
  if (a === b) return true;
  if (!b || a.kind !== b.kind || a.key !== b.key) return false;
  if (a.kind === "message" && b.kind === "message")
    return a.message === b.message && a.isFirst === b.isFirst && a.isLast === b.isLast;
  if (a.kind === "outgoing" && b.kind === "outgoing") return a.outgoing === b.outgoing && a.isFirst === b.isFirst;
  return true;
}

/** The place of the first chunk to show, so that at least so many items are. */
export function startFor(chunks: readonly Chunk[], items: number): number {
  let shown = 0;
  for (let at = chunks.length - 1; at > 0; at -= 1) {
    shown += chunks[at]?.items.length ?? 0;
    if (shown >= items) return at;
  }
  return 0;
}

function isCut(id: string): boolean {
  let hash = 0;
  for (let at = Math.max(0, id.length - 8); at < id.length; at += 1) hash = (hash * 31 + id.charCodeAt(at)) >>> 0;
  return hash % ABOUT === 0;
}
