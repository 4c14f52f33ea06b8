import { describe, expect, it } from "vitest";
import { scheduleOf, scheduleText, spanOf, spanText } from "./spans";

describe("a retry schedule", () => {
  it("is read as people write it", () => {
    expect(scheduleOf("5s, 5m; 30 m\n2h, 1.5h, 250ms")).toEqual({
      waits: [5_000, 300_000, 1_800_000, 7_200_000, 5_400_000, 250],
    });
  });

  it("says which word is wrong", () => {
    expect(scheduleOf("5s, soon")).toEqual({ wrong: "word", word: "soon" });
    expect(scheduleOf("5s, 25h")).toEqual({ wrong: "range", word: "25h" });
    expect(scheduleOf("0s")).toEqual({ wrong: "range", word: "0s" });
    expect(scheduleOf(" , ")).toEqual({ wrong: "empty", word: "" });
    expect(scheduleOf(Array.from({ length: 51 }, () => "1s").join(","))).toEqual({ wrong: "many", word: "51" });
  });

  it("is written as it is read", () => {
    const waits = [250, 5_000, 90_000, 5_400_000, 86_400_000];
    expect(scheduleText(waits)).toBe("250ms, 5s, 90s, 90m, 1d");
    expect(scheduleOf(scheduleText(waits))).toEqual({ waits });
  });

  it("knows no span without a unit", () => {
    expect(spanOf("5")).toBeNull();
    expect(spanText(61_000)).toBe("61s");
  });
});
