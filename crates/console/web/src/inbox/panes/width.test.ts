import { expect, it } from "vitest";
import { afterKey, PANES, within } from "./width";

it("an edge moves with the arrows, to its ends with Home and End, and never beyond", () => {
  const { list } = PANES;
  expect(afterKey("ArrowRight", 300, list, "right")).toBe(316);
  expect(afterKey("ArrowRight", 300, list, "left")).toBe(284);
  expect(afterKey("ArrowLeft", list.least, list, "right")).toBe(list.least);
  expect(afterKey("Home", 300, list, "right")).toBe(list.least);
  expect(afterKey("End", 300, list, "left")).toBe(list.most);
  expect(afterKey("a", 300, list, "right")).toBeUndefined();
  expect(within(10_000.4, list)).toBe(list.most);
});
