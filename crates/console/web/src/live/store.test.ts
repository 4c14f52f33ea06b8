import { describe, expect, it, vi } from "vitest";
import type { ServerEvent } from "@/api/types";
import { aMessage, aRoom } from "@/testing/made";
import { Store } from "./store";

function event(seq: number, data: Partial<ServerEvent["data"]>): ServerEvent {
  return { seq, id: `event-${seq}`, type: "room.updated", at: "", data: { actor: { type: "system" }, ...data } };
}

describe("the store", () => {
  it("takes what comes twice, or late, for what it is", () => {
    const store = new Store();
    store.putRoom(aRoom({ version: 3, topic: "new" }));
    store.putRoom(aRoom({ version: 2, topic: "old" }));
    expect(store.rooms.get("room")?.topic).toBe("new");
  });

  it("applies each event once, whatever gaps there are in their numbers", () => {
    const store = new Store();
    store.apply(event(5, { room: aRoom({ version: 2 }) }));
    store.apply(event(9, { room: aRoom({ version: 4, topic: "nine" }) }));
    store.apply(event(9, { room: aRoom({ version: 5, topic: "again" }) }));
    expect(store.seq).toBe(9);
    expect(store.rooms.get("room")?.topic).toBe("nine");
  });

  it("adds messages to threads that are known, and to no others", () => {
    const store = new Store();
    store.putNewest("room", [aMessage({ id: "a" })], null);
    store.apply(event(1, { message: aMessage({ id: "b", created_at: "2026-01-02T00:00:00.000000Z" }) }));
    store.apply(event(2, { message: aMessage({ id: "c", room_id: "other" }) }));
    expect(store.thread("room").messages.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(store.threads.has("other")).toBe(false);
    expect(store.previews.has("c")).toBe(true);
  });

  it("tells once of many changes", async () => {
    const store = new Store();
    const listener = vi.fn();
    store.topics.listen("rooms", listener);
    for (let version = 1; version <= 10; version += 1) store.putRoom(aRoom({ version }));
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("forgets rooms when events were missed, and asks for messages again", () => {
    const store = new Store();
    store.putRoom(aRoom());
    store.putNewest("room", [aMessage()], null);
    store.doubt();
    expect(store.rooms.size).toBe(0);
    expect(store.thread("room").isCurrent).toBe(false);
  });
});
