import { describe, expect, it } from "vitest";
import { byNoun, changesOf } from "./permissions";

describe("the matrix of roles", () => {
  it("groups permissions by what they are about", () => {
    expect(byNoun(["room.view", "user.view", "room.edit"])).toEqual([
      ["room", ["room.view", "room.edit"]],
      ["user", ["user.view"]],
    ]);
  });

  it("sends the roles that were changed, whatever the order", () => {
    const before = new Map([
      ["agent", ["room.view", "room.edit"]],
      ["bot", ["room.view"]],
    ]);
    const after = new Map([
      ["agent", ["room.edit", "room.view"]],
      ["bot", []],
    ]);
    expect(changesOf(before, after)).toEqual([["bot", []]]);
  });
});
