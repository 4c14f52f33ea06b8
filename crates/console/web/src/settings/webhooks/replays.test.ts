import { describe, expect, it } from "vitest";
import { progressOf, replayOf } from "./replays";

const draft = { from: "seq", after: "", since: "", until: "" } as const;

describe("a replay", () => {
  it("starts after a number, at a time, or is of the dead letters only", () => {
    expect(replayOf({ ...draft, after: " 0 " })).toEqual({ after: 0 });
    expect(replayOf({ ...draft, after: "10", until: "20" })).toEqual({ after: 10, until: 20 });
    const since = "2026-01-31T09:00";
    expect(replayOf({ ...draft, from: "time", since })).toEqual({ since: new Date(since).toISOString() });
    expect(replayOf({ ...draft, from: "dead", after: "7" })).toEqual({ dead: true });
  });

  it("names the field that is missing or wrong", () => {
    expect(replayOf(draft)).toBe("after");
    expect(replayOf({ ...draft, after: "-1" })).toBe("after");
    expect(replayOf({ ...draft, from: "time" })).toBe("since");
    expect(replayOf({ ...draft, from: "dead", until: "now" })).toBe("until");
  });

  it("knows how far it is", () => {
    const replay = { after: 100, until: 300, state: "running" };
    expect(progressOf(replay, 150)).toBe(0.25);
    expect(progressOf(replay, undefined)).toBe(0);
    expect(progressOf(replay, 999)).toBe(1);
    expect(progressOf({ ...replay, state: "done" }, undefined)).toBe(1);
  });
});
