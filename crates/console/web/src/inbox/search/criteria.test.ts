import { describe, expect, it } from "vitest";
import { type Criteria, filtersOf, isEnough, kindsOf, NOTHING, queryOf } from "./criteria";

const criteria = (given: Partial<Criteria>): Criteria => ({ ...NOTHING, text: "parcel", ...given });

describe("what is looked for", () => {
  it("needs a letter or a digit", () => {
    expect(isEnough(" ?! ")).toBe(false);
    expect(isEnough("包裹")).toBe(true);
    expect(isEnough("#7")).toBe(true);
  });

  it("is every kind that has the filters that are set", () => {
    expect(kindsOf(criteria({}))).toEqual(["messages", "contacts", "rooms"]);
    expect(kindsOf(criteria({ tag: "vip" }))).toEqual(["messages", "rooms"]);
    expect(kindsOf(criteria({ tag: "vip", author: "contact" }))).toEqual(["messages"]);
    expect(kindsOf(criteria({ room_id: "r" }))).toEqual(["messages"]);
    expect(kindsOf(criteria({ scope: "rooms" }))).toEqual(["rooms"]);
    expect(kindsOf(criteria({ scope: "contacts", tag: "vip" }))).toEqual([]);
  });

  it("is asked for with whole days of the reader's", () => {
    const query = queryOf(criteria({ from: "2026-03-01", to: "2026-03-01", status: "resolved" }), 20, "next");
    expect(Object.fromEntries(query)).toEqual({
      q: "parcel",
      limit: "20",
      status: "resolved",
      cursor: "next",
      from: new Date(2026, 2, 1).toISOString(),
      to: new Date(2026, 2, 1, 23, 59, 59, 999).toISOString(),
    });
    expect(filtersOf(criteria({ from: "2026-03-01", room_id: "r" }))).toEqual(["room_id", "from"]);
  });
});
