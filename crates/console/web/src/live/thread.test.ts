import { describe, expect, it } from "vitest";
import { aMessage, minute } from "@/testing/made";
import { isNewer, NO_MESSAGES, withMessage, withNewest, withOlder } from "./thread";

const said = (id: string, at: number, more = {}) => aMessage({ id, created_at: minute(at), ...more });
const ids = (thread: { messages: readonly { id: string }[] }) => thread.messages.map(({ id }) => id);

describe("a thread", () => {
  it("puts pages in the order in which things were said, once each", () => {
    let thread = withNewest(NO_MESSAGES, [said("d", 4), said("c", 3)], "older");
    thread = withOlder(thread, [said("c", 3), said("b", 2), said("a", 1)], null);
    expect(ids(thread)).toEqual(["a", "b", "c", "d"]);
    expect(thread.older).toBeNull();
  });

  it("keeps what was known before if the newest page reaches it, and drops it if there may be a hole", () => {
    const known = { ...NO_MESSAGES, messages: [said("a", 1), said("b", 2)] };
    expect(ids(withNewest(known, [said("c", 3), said("b", 2)], "older"))).toEqual(["a", "b", "c"]);
    expect(ids(withNewest(known, [said("y", 9), said("x", 8)], "older"))).toEqual(["x", "y"]);
  });

  it("keeps what an event told while the page was on its way", () => {
    const known = { ...NO_MESSAGES, messages: [said("old", 1), said("fresh", 9)] };
    expect(ids(withNewest(known, [said("b", 8), said("a", 7)], "older"))).toEqual(["a", "b", "fresh"]);
  });

  it("takes an event's word for what a message is now, and pages' only if it is not older", () => {
    const read = withNewest(NO_MESSAGES, [said("a", 1, { status: "read" })], null);
    expect(withNewest(read, [said("a", 1, { status: "sent" })], null).messages[0]?.status).toBe("read");
    expect(withMessage(read, said("a", 1, { revision: 2, text: "edited" })).messages[0]?.text).toBe("edited");
  });

  it("knows an edit or a deletion from what came before", () => {
    expect(isNewer(said("a", 1, { revision: 2 }), said("a", 1, { revision: 1, status: "read" }))).toBe(false);
    expect(isNewer(said("a", 1, { status: "read" }), said("a", 1, { deleted_at: minute(2) }))).toBe(true);
  });
});
