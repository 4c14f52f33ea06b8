import { expect, it } from "vitest";
import { inUnits } from "./useFileSize";

it("sizes are told in the largest unit that they fill", () => {
  expect(inUnits(0)).toEqual({ value: 0, unit: "byte" });
  expect(inUnits(999)).toEqual({ value: 999, unit: "byte" });
  expect(inUnits(1_500)).toEqual({ value: 1.5, unit: "kilobyte" });
  expect(inUnits(25_000_000)).toEqual({ value: 25, unit: "megabyte" });
  expect(inUnits(5e12)).toEqual({ value: 5000, unit: "gigabyte" });
});
