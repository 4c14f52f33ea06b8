import { describe, expect, it } from "vitest";
import { Store } from "@/live/store";
import { aRoom } from "@/testing/made";
import { roomsToFind } from "./roomsToFind";

const contact = (name: string, updated_at: string) => ({
  id: "contact",
  name,
  identities: [],
  email: "ada@example.com",
  created_at: "2026-01-01T00:00:00.000000Z",
  updated_at,
});

describe("rooms that the palette looks through", () => {
  it("are found by what they are called now, whichever of room and contact changed", () => {
    const store = new Store();
    const found = () => [...roomsToFind(store, ({ number }) => `No. ${number}`)][0];
    store.putRoom(aRoom({ number: 7, topic: "Café" }));
    expect(found()?.name).toBe("No. 7");
    store.putContact(contact("Zoë", "2026-01-01T00:00:00.000000Z"));
    expect(found()).toMatchObject({ name: "Zoë", folded: "zoe 7 cafe ada@example.com" });
    expect(found()).toBe(found());
    store.putContact(contact("Ada", "2026-01-02T00:00:00.000000Z"));
    expect(found()?.name).toBe("Ada");
    store.putRoom(aRoom({ number: 7, topic: "Tea", version: 2 }));
    expect(found()?.folded).toContain("tea");
  });
});
