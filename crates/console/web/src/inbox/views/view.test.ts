import { describe, expect, it } from "vitest";
import { aRoom } from "@/testing/made";
import { countOf } from "./counts";
import { filterOf } from "./filterOf";
import { FIXED, partsOf, shows, viewId, viewOf } from "./view";

describe("views", () => {
  it("show what the server's lists show", () => {
    const mine = aRoom({ status: "assigned", assignees: ["me", "other"], tags: ["vip"], team_id: "t" });
    expect(shows(FIXED.mine.filter, mine, "me")).toBe(true);
    // The second of two assignees is not the primary one.
    expect(shows(FIXED.mine.filter, mine, "other")).toBe(false);
    expect(shows(FIXED.unassigned.filter, aRoom(), "me")).toBe(true);
    expect(shows(FIXED.open.filter, aRoom({ status: "resolved" }), "me")).toBe(false);
    expect(shows(viewOf(viewId("tag", "vip"))?.filter ?? {}, mine, "me")).toBe(true);
    expect(shows(viewOf(viewId("team", "u"))?.filter ?? {}, mine, "me")).toBe(false);
    const asleep = aRoom({ snoozed_until: "2030-01-01T00:00:00.000000Z" });
    expect(shows(FIXED.open.filter, asleep, "me")).toBe(false);
    expect(shows(FIXED.snoozed.filter, asleep, "me")).toBe(true);
  });

  it("have addresses without dots, whatever they are of", () => {
    for (const tag of ["v1.2", "a~b", "~d", "a:b", "é"]) {
      const id = viewId("tag", tag);
      expect(id).not.toContain(".");
      expect(partsOf(id)).toEqual({ kind: "tag", value: tag });
    }
    expect(viewOf("nowhere")).toBeUndefined();
  });

  it("count what somebody counts", () => {
    const counts = {
      by_status: { queued: 2, assigned: 3 },
      open_by_assignee: { me: 1 },
      open_by_channel: { c: 4 },
      open_by_team: { t: 5 },
      open_by_tag: { vip: 6 },
    };
    expect(
      ["mine", "unassigned", "open", "channel:c", "channel:d", "team:t", "tag:vip", "tag:old", "resolved"].map((id) =>
        countOf(id, { counts, me: "me" }),
      ),
    ).toEqual([1, 2, 5, 4, 0, 5, 6, 0, undefined]);
  });

  it("are made of what a form says", () => {
    expect(filterOf((name) => ({ status: "resolved", priority: "high", snoozed: "false" })[name] ?? "")).toEqual({
      status: "resolved",
      priority: "high",
      snoozed: false,
    });
  });
});
