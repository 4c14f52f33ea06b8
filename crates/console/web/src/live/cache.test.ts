import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { aMessage, anOutgoing, aRoom, minute } from "@/testing/made";
import { Cache } from "./cache";
import { Store } from "./store";

async function open(
  user: string,
): Promise<{ store: Store; cache: Cache; kept: Awaited<ReturnType<Cache["restore"]>> }> {
  const store = new Store();
  const cache = await Cache.open(user, store);
  return { store, cache, kept: await cache.restore() };
}

describe("what the browser keeps", () => {
  it("comes back with the position of what it is as of", async () => {
    const first = await open("ann");
    first.store.putRoom(aRoom({ topic: "kept" }));
    first.store.putNewest(
      "room",
      Array.from({ length: 60 }, (_, at) => aMessage({ id: `m${at}`, created_at: minute(at) })),
      null,
    );
    first.store.apply({ seq: 12, id: "e", type: "room.updated", at: "", data: { actor: { type: "system" } } });
    await first.cache.putOutgoing(anOutgoing());
    await first.cache.putDraft("room:reply", "Dear");
    await first.cache.flush();

    const { store, kept } = await open("ann");
    expect(store.seq).toBe(12);
    expect(store.rooms.get("room")?.topic).toBe("kept");
    expect(store.thread("room").messages).toHaveLength(50);
    expect(store.thread("room").messages.at(-1)?.id).toBe("m59");
    expect(store.thread("room").isCurrent).toBe(false);
    expect(kept.outbox).toEqual([anOutgoing()]);
    expect(kept.drafts.get("room:reply")).toBe("Dear");
  });

  it("forgets rooms that may have changed unseen", async () => {
    const first = await open("ben");
    first.store.putRoom(aRoom({ id: "stale" }));
    await first.cache.flush();
    first.store.doubt();
    first.store.putRoom(aRoom({ id: "fresh" }));
    await first.cache.flush();
    expect([...(await open("ben")).store.rooms.keys()]).toEqual(["fresh"]);
  });

  it("is one user's", async () => {
    const ann = await open("carl");
    ann.store.putRoom(aRoom());
    await ann.cache.flush();
    expect((await open("dora")).store.rooms.size).toBe(0);
    await ann.cache.destroy("carl");
    expect((await open("carl")).store.rooms.size).toBe(0);
  });
});
