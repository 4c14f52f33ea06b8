import { describe, expect, it } from "vitest";
import { endOf, withScope } from "./scopes";

describe("a token", () => {
  it("ends after so many days, or never", () => {
    const now = Date.parse("2026-01-31T09:00:00Z");
    expect(endOf("month", now)).toBe("2026-03-02T09:00:00.000Z");
    expect(endOf("forever", now)).toBeUndefined();
  });

  it("is bound to everything, or to some scopes", () => {
    expect(withScope(["rooms:read"], "all", true)).toEqual(["all"]);
    expect(withScope(["all"], "rooms:read", true)).toEqual(["rooms:read"]);
    expect(withScope(["rooms:read", "events:read"], "rooms:read", false)).toEqual(["events:read"]);
  });
});
