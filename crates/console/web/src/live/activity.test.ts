import { describe, expect, it } from "vitest";
import { NOBODY, stillGoing, withFrame, withoutTyping } from "./activity";

const typing = (id: string, isTyping = true) =>
  ({ type: "typing", room_id: "room", person: { type: "user", id }, typing: isTyping }) as const;
const viewing = (id: string) =>
  ({ type: "viewing", room_id: "room", person: { type: "user", id }, viewing: true }) as const;

describe("who is doing what", () => {
  it("is one thing of a kind a person, until it is said to be over", () => {
    let known = withFrame(NOBODY, typing("ann"), 0);
    known = withFrame(withFrame(known, viewing("ann"), 0), typing("ann"), 1_000);
    expect(known.map(({ kind }) => kind).sort()).toEqual(["typing", "viewing"]);
    expect(withFrame(known, typing("ann", false), 2_000).map(({ kind }) => kind)).toEqual(["viewing"]);
    expect(withFrame(withFrame(NOBODY, typing("ann"), 0), typing("ann", false), 1)).toBe(NOBODY);
  });

  it("is over when it is not said again, or when what was typed is there", () => {
    const known = withFrame(NOBODY, typing("ann"), 0);
    expect(stillGoing(known, 9_999)).toBe(known);
    expect(stillGoing(known, 10_000)).toBe(NOBODY);
    expect(withoutTyping(known, "ann")).toBe(NOBODY);
    expect(withoutTyping(known, "ben")).toBe(known);
  });
});
