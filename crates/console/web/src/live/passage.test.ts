import { describe, expect, it } from "vitest";
import { aMessage, minute } from "@/testing/made";
import { joined, type Passage, withChanged, withEarlier, withLater } from "./passage";
import { NO_MESSAGES, withNewest } from "./thread";

const said = (id: string, at: number, more = {}) => aMessage({ id, created_at: minute(at), ...more });
const ids = (run: { messages: readonly { id: string }[] } | undefined) => run?.messages.map(({ id }) => id);
const passage: Passage = { messages: [said("c", 3), said("d", 4)], older: "before c", newer: "after d" };

describe("a passage", () => {
  it("grows in both directions", () => {
    const earlier = withEarlier(passage, [said("b", 2), said("a", 1)], null);
    expect(ids(earlier)).toEqual(["a", "b", "c", "d"]);
    expect(earlier.older).toBeNull();
    const later = withLater(earlier, [said("e", 5)], "after e");
    expect(ids(later)).toEqual(["a", "b", "c", "d", "e"]);
    expect(later.newer).toBe("after e");
  });

  it("hears of changes to what is in it only", () => {
    expect(withChanged(passage, said("z", 9))).toBe(passage);
    const edited = withChanged(passage, said("c", 3, { revision: 2, text: "edited" }));
    expect(edited.messages[0]?.text).toBe("edited");
    expect(edited.newer).toBe("after d");
  });

  it("joins the thread as soon as it reaches it, and not over a hole", () => {
    const thread = withNewest(NO_MESSAGES, [said("g", 7), said("f", 6)], "before f");
    expect(joined(thread, passage)).toBeUndefined();
    const reaching = withLater(passage, [said("e", 5), said("f", 6)], "after f");
    const one = joined(thread, reaching);
    expect(ids(one)).toEqual(["c", "d", "e", "f", "g"]);
    expect(one?.older).toBe("before c");
    expect(joined({ ...thread, isCurrent: false }, reaching)).toBeUndefined();
  });
});
