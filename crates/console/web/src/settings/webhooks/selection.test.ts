import { describe, expect, it } from "vitest";
import { byNoun, covers, coversNoun, withNoun, withType } from "./selection";

const TYPES = ["room.opened", "room.resolved", "message.created", "message.edited"];

describe("a choice of events", () => {
  it("covers by name, by noun and by everything", () => {
    expect(covers(["room.opened"], "room.opened")).toBe(true);
    expect(covers(["room.opened"], "room.resolved")).toBe(false);
    expect(covers(["room.*"], "room.resolved")).toBe(true);
    expect(covers(["*"], "message.created")).toBe(true);
    expect(coversNoun(["room.opened", "room.resolved"], "room")).toBe(false);
  });

  it("takes one event out of a wildcard and leaves the others", () => {
    expect(withType(["room.*"], "room.opened", false, TYPES)).toEqual(["room.resolved"]);
    expect(withType(["*"], "room.opened", false, TYPES)).toEqual(["message.*", "room.resolved"]);
  });

  it("adds an event once", () => {
    expect(withType(["room.*"], "room.opened", true, TYPES)).toEqual(["room.*"]);
    expect(withType([], "room.opened", true, TYPES)).toEqual(["room.opened"]);
  });

  it("puts a noun in the place of its events, and topics of dialects stay", () => {
    expect(withNoun(["room.opened", "LivechatSession"], "room", true, TYPES)).toEqual(["LivechatSession", "room.*"]);
    expect(withNoun(["*"], "room", false, TYPES)).toEqual(["message.*"]);
  });

  it("groups by noun in the order of the catalogue", () => {
    expect([...byNoun(TYPES).keys()]).toEqual(["room", "message"]);
  });
});
