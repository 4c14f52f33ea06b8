import { describe, expect, it } from "vitest";
import { wakeTimes } from "./times";

describe("times to wake at", () => {
  it.each([
    ["a Monday", new Date(2026, 0, 5, 10), new Date(2026, 0, 12, 9)],
    ["a Sunday", new Date(2026, 0, 4, 10), new Date(2026, 0, 5, 9)],
    ["a Saturday", new Date(2026, 0, 31, 10), new Date(2026, 1, 2, 9)],
  ])("lie ahead, also on %s", (_, now, monday) => {
    const times = wakeTimes(now);
    for (const { at } of times) expect(at.getTime()).toBeGreaterThan(now.getTime());
    expect(times.find(({ id }) => id === "nextWeek")?.at).toEqual(monday);
  });
});
