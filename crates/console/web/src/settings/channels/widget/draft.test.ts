import { describe, expect, it } from "vitest";
import type { Team } from "@/api/types";
import { changesOf, orNull, sitesIn, toldOf } from "./draft";
import { usualHours } from "./hours";
import type { Widget } from "./types";

const WIDGET: Widget = {
  title: null,
  greeting: null,
  color: null,
  position: "right",
  theme: "system",
  locale: null,
  pre_chat: { name: "no", email: "no", phone: "no" },
  team_choice: [],
  office_hours: null,
  offline_message: null,
  rating: true,
  sites: [],
  identity_required: false,
};
const CHANNEL = { id: "c", name: "Shop" };
const TEAMS = new Map([
  ["t1", { id: "t1", name: "Sales", active: true } as Team],
  ["t2", { id: "t2", name: "Gone", active: false } as Team],
]);

describe("a widget's settings", () => {
  it("are sent as far as they were changed", () => {
    expect(changesOf(WIDGET, { ...WIDGET })).toEqual({});
    const after = { ...WIDGET, color: "#112233", pre_chat: { ...WIDGET.pre_chat, email: "required" as const } };
    expect(changesOf(WIDGET, after)).toEqual({ color: "#112233", pre_chat: after.pre_chat });
  });

  it("have texts that are there or are not, and sites however they were parted", () => {
    expect(orNull("  ")).toBeNull();
    expect(orNull("Hello")).toBe("Hello");
    expect(sitesIn(" https://a.example\nhttps://b.example, https://c.example ")).toEqual([
      "https://a.example",
      "https://b.example",
      "https://c.example",
    ]);
  });
});

describe("what visitors are told", () => {
  it("is the channel's name without a title, and the teams there still are", () => {
    const told = toldOf({ ...WIDGET, team_choice: ["t1", "t2", "t3"] }, CHANNEL, TEAMS, true, 0);
    expect(told).toMatchObject({ title: "Shop", teams: [{ id: "t1", name: "Sales" }], open: true, next_open_at: null });
    expect(told).not.toHaveProperty("sites");
  });

  it("is no colour while one is only begun", () => {
    expect(toldOf({ ...WIDGET, color: "#12" }, CHANNEL, TEAMS, true, 0).color).toBeNull();
  });

  it("is when somebody answers again, while the office is closed", () => {
    const widget = { ...WIDGET, office_hours: usualHours("UTC") };
    const now = Date.parse("2026-11-23T20:00:00Z");
    expect(toldOf(widget, CHANNEL, TEAMS, false, now).next_open_at).toBe("2026-11-24T09:00:00.000Z");
    expect(toldOf(widget, CHANNEL, TEAMS, true, now).next_open_at).toBeNull();
  });
});
