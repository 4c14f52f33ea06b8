import { describe, expect, it } from "vitest";
import { creationOf, draftOf, EMPTY, editOf, faultsOf } from "./draft";

const at = "2026-01-31T09:00:00Z";

describe("the form of a webhook", () => {
  it("says nothing of what was left blank when it creates", () => {
    expect(creationOf({ ...EMPTY, url: " https://example.com/hook " })).toEqual({
      url: "https://example.com/hook",
      dialect: "native",
      events: ["*"],
      ordering: "room",
      capture: false,
      headers: {},
    });
  });

  it("takes back what was blanked when it edits", () => {
    const edit = editOf({ ...EMPTY, url: "https://example.com" });
    expect(edit).toMatchObject({ rooms: null, batching: null, max_per_second: null, timeout_ms: null });
    expect(edit.retry_schedule_ms).toBeNull();
  });

  it("reads filters, headers and limits", () => {
    const draft = {
      ...EMPTY,
      url: "https://example.com",
      channels: ["c1"],
      tags: "vip, billing,",
      customFields: "plan = gold = yes",
      headers: "X-Key: a:b\n\nX-Other:c",
      rate: "20",
      timeout: "2.5s",
      schedule: "5s, 1m",
      batches: true,
      batchEvents: "50",
      batchWait: "250ms",
    };
    expect(faultsOf(draft)).toEqual([]);
    expect(creationOf(draft)).toMatchObject({
      rooms: { channels: ["c1"], tags: ["vip", "billing"], custom_fields: { plan: "gold = yes" } },
      headers: { "X-Key": "a:b", "X-Other": "c" },
      max_per_second: 20,
      timeout_ms: 2500,
      retry_schedule_ms: [5000, 60000],
      batching: { max_events: 50, max_wait_ms: 250 },
    });
  });

  it("names what cannot be sent", () => {
    const draft = { ...EMPTY, headers: "no colon", customFields: "plan", rate: "-1", timeout: "15", schedule: "soon" };
    expect(faultsOf(draft).map(({ field }) => field)).toEqual([
      "schedule",
      "timeout",
      "rate",
      "headers",
      "customFields",
    ]);
  });

  it("leaves headers whose values nobody can see", () => {
    const draft = draftOf({
      id: "",
      url: "https://example.com",
      dialect: "native",
      events: ["room.*"],
      header_names: ["x-key"],
      batching: { max_events: 10, max_wait_ms: 2000 },
      retry_schedule_ms: [5000],
      enabled: true,
      created_at: at,
      updated_at: at,
    });
    expect(draft).toMatchObject({ headers: null, batchEvents: "10", batchWait: "2s", schedule: "5s" });
    expect(editOf(draft)).not.toHaveProperty("headers");
  });
});
