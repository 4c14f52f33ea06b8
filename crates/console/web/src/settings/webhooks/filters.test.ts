import { describe, expect, it } from "vitest";
import { isFiltered, NO_FILTERS, queryOf } from "./filters";

const query = (filters: Partial<typeof NO_FILTERS>, cursor: string | null = null) =>
  Object.fromEntries(queryOf({ ...NO_FILTERS, ...filters }, cursor));

describe("the filters of attempts", () => {
  it("ask for everything when they are blank", () => {
    expect(query({ status: " " })).toEqual({ limit: "100" });
    expect(isFiltered(NO_FILTERS)).toBe(false);
  });

  it("take an event by number, by id and by the header of a delivery", () => {
    expect(query({ event: " 17 " })).toMatchObject({ seq: "17" });
    expect(query({ event: "01a1d7a6-837e-7df7-9337-a0bd532d8458" })).toHaveProperty("event_id");
    expect(query({ event: "evt_01a1" })).toMatchObject({ event_id: "01a1" });
  });

  it("take times as the user's clock shows them", () => {
    const from = "2026-01-31T09:00";
    expect(query({ from })).toEqual({ limit: "100", from: new Date(from).toISOString() });
    expect(query({ from: "soon" })).toEqual({ limit: "100" });
  });

  it("go on where a page ended", () => {
    expect(query({ outcome: "dead", status: "503", room: "r" }, "abc")).toEqual({
      limit: "100",
      outcome: "dead",
      status: "503",
      room_id: "r",
      cursor: "abc",
    });
  });
});
