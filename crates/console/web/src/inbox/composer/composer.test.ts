import { describe, expect, it } from "vitest";
import { fill } from "./fill";
import { mentionsOf } from "./mentions";
import { replaced, triggerAt } from "./trigger";

describe("the composer", () => {
  it("looks for canned responses after a slash, and for colleagues after an @ in notes", () => {
    expect(triggerAt("Hello /than", 11, false)).toEqual({ kind: "canned", typed: "than", from: 6 });
    expect(triggerAt("/", 1, false)).toEqual({ kind: "canned", typed: "", from: 0 });
    expect(triggerAt("either/or", 9, false)).toBeNull();
    expect(triggerAt("@an", 3, false)).toBeNull();
    expect(triggerAt("@an", 3, true)).toMatchObject({ kind: "mention", typed: "an" });
  });

  it("puts what was found in the place of what was looked for", () => {
    const trigger = triggerAt("Hello /th there", 9, false);
    expect(trigger && replaced("Hello /th there", trigger, 9, "Thanks!")).toEqual({
      text: "Hello Thanks! there",
      caret: 13,
    });
  });

  it("fills in what is known, and leaves the rest to be seen", () => {
    expect(
      fill("Dear {{contact.name}}, {{ room.number }}: {{room.topic}}", { "contact.name": "Ada", "room.number": "7" }),
    ).toBe("Dear Ada, 7: {{room.topic}}");
    // What a contact calls himself is text, not a pattern.
    expect(fill("{{contact.name}}", { "contact.name": "$& {{user.name}}" })).toBe("$& {{user.name}}");
  });

  it("knows who is mentioned, the longer name first", () => {
    const users = [
      { id: "1", name: "Ann", active: true },
      { id: "2", name: "Ann Lee", active: true },
      { id: "3", name: "Ben", active: false },
    ];
    expect(mentionsOf("@Ann Lee and @Ben, look", users)).toEqual(["2"]);
    expect(mentionsOf("@Ann and @Ann Lee", users)).toEqual(["2", "1"]);
  });
});
