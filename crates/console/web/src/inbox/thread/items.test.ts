import { describe, expect, it } from "vitest";
import { aMessage, anOutgoing, minute } from "@/testing/made";
import { firstUnreadOf, itemsOf } from "./items";

const by = (id: string, at: number, author = "contact") =>
  aMessage({ id, created_at: minute(at), author: { type: author === "contact" ? "contact" : "user", id: author } });

describe("what a thread is made of", () => {
  it("begins with the day, and groups what is said in one breath", () => {
    const messages = [by("a", 1), by("b", 2), by("c", 3, "ann"), by("d", 20, "ann")];
    const items = itemsOf({ messages, outgoing: [], firstUnread: null });
    expect(
      items.map((item) => (item.kind === "message" ? [item.message.id, item.isFirst, item.isLast] : item.kind)),
    ).toEqual(["day", ["a", true, false], ["b", false, true], ["c", true, true], ["d", true, true]]);
  });

  it("has a line above what is unread", () => {
    const messages = [by("a", 1), by("b", 2, "ann"), by("c", 3), by("d", 4)];
    expect(firstUnreadOf(messages, 2)).toBe("c");
    expect(firstUnreadOf(messages, 0)).toBeNull();
    const kinds = itemsOf({ messages, outgoing: [], firstUnread: "c" }).map(({ kind }) => kind);
    expect(kinds).toEqual(["day", "message", "message", "unread", "message", "message"]);
  });

  it("shows a message of ours once: while it waits, and then as it is stored, under the same key", () => {
    const waiting = anOutgoing({ local_id: "l" });
    const before = itemsOf({ messages: [], outgoing: [waiting], firstUnread: null });
    const after = itemsOf({ messages: [aMessage({ local_id: "l" })], outgoing: [waiting], firstUnread: null });
    expect(before.map(({ key }) => key)).toEqual(["local:l"]);
    expect(after.filter(({ kind }) => kind !== "day").map(({ key }) => key)).toEqual(["local:l"]);
  });
});
