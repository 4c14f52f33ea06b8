import { describe, expect, it } from "vitest";
import { another, nextOpening, spansOf, usualHours, withSpans } from "./hours";

const at = (text: string): number => Date.parse(text);
const opens = (zone: string, now: string): string | null => {
  const next = nextOpening(usualHours(zone), at(now));
  return next === null ? null : new Date(next).toISOString();
};

describe("office hours", () => {
  it("are edited a day at a time", () => {
    const hours = usualHours("Asia/Jakarta");
    expect(spansOf(hours, "monday")).toEqual([{ from: "09:00", to: "17:00" }]);
    expect(spansOf(hours, "sunday")).toEqual([]);
    const shut = withSpans(hours, "monday", []);
    expect("monday" in (shut.days ?? {})).toBe(false);
    expect(withSpans(shut, "monday", spansOf(hours, "monday")).days).toEqual(hours.days);
  });

  it("get another span behind the last one, as long as the day lasts", () => {
    expect(another([])).toEqual({ from: "09:00", to: "17:00" });
    expect(another([{ from: "08:00", to: "12:00" }])).toEqual({ from: "13:00", to: "15:00" });
    expect(another([{ from: "08:00", to: "22:30" }])).toEqual({ from: "23:30", to: "24:00" });
    expect(another([{ from: "08:00", to: "24:00" }])).toBeNull();
  });

  it("begin again on the same day, the next, or after the weekend, by the office's own clock", () => {
    // A Monday, 7 in the morning in Jakarta.
    expect(opens("Asia/Jakarta", "2026-11-23T00:00:00Z")).toBe("2026-11-23T02:00:00.000Z");
    expect(opens("Asia/Jakarta", "2026-11-23T11:00:00Z")).toBe("2026-11-24T02:00:00.000Z");
    expect(opens("Asia/Jakarta", "2026-11-27T11:00:00Z")).toBe("2026-11-30T02:00:00.000Z");
  });

  it("mind the hour that clocks are set back", () => {
    // New York leaves summer time on Sunday, 1 November 2026.
    expect(opens("America/New_York", "2026-10-30T22:00:00Z")).toBe("2026-11-02T14:00:00.000Z");
  });

  it("never begin if there are none", () => {
    expect(nextOpening({ time_zone: "Europe/Paris", days: {} }, at("2026-11-23T00:00:00Z"))).toBeNull();
  });
});
