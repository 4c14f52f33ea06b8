import { describe, expect, it } from "vitest";
import { bucketsOf, linePath, roundAbove, scaleOf } from "./plot";

describe("a plot", () => {
  it("ends at a round number", () => {
    expect([0, 1, 1.5, 3, 7, 10, 11, 480, 501].map(roundAbove)).toEqual([1, 1, 2, 5, 10, 10, 20, 500, 1000]);
  });

  it("scales up and down, and a range without width too", () => {
    expect(scaleOf([0, 10], [100, 0])(4)).toBe(60);
    expect(scaleOf([5, 5], [0, 100])(5)).toBe(0);
  });

  it("draws a line through its points", () => {
    const line = linePath(
      [
        { at: 0, value: 0 },
        { at: 10, value: 1 / 3 },
      ],
      (at) => at,
      (value) => 1 - value,
    );
    expect(line).toBe("M0 1L10 0.67");
    expect(linePath([], Number, Number)).toBe("");
  });

  it("counts what happened in every bucket, and nothing beside them", () => {
    const happened = [
      { at: 99, kind: "dead" },
      { at: 100, kind: "failed" },
      { at: 109.9, kind: "failed" },
      { at: 110, kind: "dead" },
      { at: 130, kind: "dead" },
    ] as const;
    expect(bucketsOf(happened, ["failed", "dead"], 100, 125, 10)).toEqual([
      { at: 100, counts: { failed: 2, dead: 0 } },
      { at: 110, counts: { failed: 0, dead: 1 } },
      { at: 120, counts: { failed: 0, dead: 0 } },
    ]);
  });
});
