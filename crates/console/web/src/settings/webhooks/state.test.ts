import { describe, expect, it } from "vitest";
import type { FollowedWebhook, Position } from "../types";
import { stateOf } from "./state";

const at = "2026-01-31T09:00:00Z";

function webhook(position: Partial<Position>, more: Partial<FollowedWebhook> = {}): FollowedWebhook {
  const where = { cursor: 1, lag: 0, parked_rooms: 0, ...position };
  const base = {
    id: "",
    url: "",
    dialect: "native",
    events: [],
    enabled: true,
    created_at: at,
    updated_at: at,
  } as const;
  return { ...base, events: ["*"], position: where, ...more };
}

describe("the state of a webhook", () => {
  it("is the worst that can be said of it", () => {
    expect(stateOf(webhook({}))).toBe("fine");
    expect(stateOf(webhook({ lag: 49 }))).toBe("fine");
    expect(stateOf(webhook({ lag: 50 }))).toBe("behind");
    expect(stateOf(webhook({ lag: 50, failing_since: at }))).toBe("failing");
    expect(stateOf(webhook({ lag: 50, failing_since: at, paused_until: at }))).toBe("paused");
    expect(stateOf(webhook({ failing_since: at }, { enabled: false }))).toBe("off");
    expect(stateOf(webhook({}, { enabled: false, disabled: { reason: "gone", at } }))).toBe("gone");
    expect(stateOf(webhook({}, { enabled: false, disabled: { reason: "failing", at } }))).toBe("gaveUp");
  });
});
