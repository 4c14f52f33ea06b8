import { describe, expect, it } from "vitest";
import { aMessage } from "@/testing/made";
import { chunksOf, isSame, startFor } from "./chunks";
import { itemsOf } from "./items";

const messages = Array.from({ length: 400 }, (_, at) =>
  aMessage({
    id: `00000000-0000-7000-8000-${((at * 2654435761) % 2 ** 40).toString(16).padStart(12, "0")}`,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, at * 10)).toISOString(),
  }),
);
const chunks = (from: number, to: number) =>
  chunksOf(itemsOf({ messages: messages.slice(from, to), outgoing: [], firstUnread: null }));

describe("the chunks of a thread", () => {
  it("hold everything once, in order", () => {
    const items = itemsOf({ messages, outgoing: [], firstUnread: null });
    expect(chunksOf(items).flatMap((chunk) => chunk.items)).toEqual(items);
    expect(chunksOf(items).length).toBeGreaterThan(8);
    expect(chunksOf([])).toEqual([]);
  });

  it("stay as they are when something comes before or after", () => {
    const before = chunks(150, 300);
    const after = chunks(0, 400);
    const known = new Map(after.map((chunk) => [chunk.key, chunk]));
    // The first gets more above it, and the last gets more below it.
    for (const chunk of before.slice(1, -1)) {
      const same = known.get(chunk.key);
      expect(same && isSame(same, chunk), chunk.key).toBe(true);
    }
  });

  it("begin with the day of their first message", () => {
    for (const { items } of chunks(0, 400).slice(1)) {
      const at = items.findIndex(({ kind }) => kind === "message");
      expect(at).toBeLessThanOrEqual(1);
      expect(items.at(-1)?.kind).toBe("message");
    }
  });

  it("are different as soon as a message is", () => {
    const [first] = chunks(0, 5);
    const [again] = chunks(0, 5);
    const edited = messages.slice(0, 5).with(2, aMessage({ ...messages[2], revision: 2 }));
    const [changed] = chunksOf(itemsOf({ messages: edited, outgoing: [], firstUnread: null }));
    expect(first && again && isSame(first, again)).toBe(true);
    expect(first && changed && isSame(first, changed)).toBe(false);
  });

  it("are shown from the end until there are enough", () => {
    const all = chunks(0, 400);
    const start = startFor(all, 50);
    const shown = all.slice(start).reduce((sum, { items }) => sum + items.length, 0);
    expect(shown).toBeGreaterThanOrEqual(50);
    expect(shown - (all[start]?.items.length ?? 0)).toBeLessThan(50);
    expect(startFor(all, 10_000)).toBe(0);
  });
});
