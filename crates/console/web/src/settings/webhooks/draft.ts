import type { Dialect, NewWebhookBody, Webhook, WebhookEdit } from "../types";
import { scheduleOf, scheduleText, spanOf, spanText } from "./spans";

/** A webhook as a form holds it. Blank texts are what the server does by itself. */
export interface Draft {
  url: string;
  dialect: Dialect;
  events: string[];
  channels: string[];
  teams: string[];
  tags: string;
  customFields: string;
  ordering: "room" | "none";
  rate: string;
  batches: boolean;
  batchEvents: string;
  batchWait: string;
  timeout: string;
  /** `Name: value`, a line each; null: those that there are stay. */
  headers: string | null;
  capture: boolean;
  schedule: string;
}

export const EMPTY: Draft = {
  url: "",
  dialect: "native",
  events: ["*"],
  channels: [],
  teams: [],
  tags: "",
  customFields: "",
  ordering: "room",
  rate: "",
  batches: false,
  batchEvents: "100",
  batchWait: "1s",
  timeout: "",
  headers: "",
  capture: false,
  schedule: "",
};

/** What is wrong with a draft before the server is asked: the field, and a word for what it is. */
export interface Fault {
  field: "schedule" | "timeout" | "rate" | "batchEvents" | "batchWait" | "headers" | "customFields";
  word: string;
}

export function draftOf(webhook: Webhook): Draft {
  const { rooms, batching } = webhook;
  return {
    ...EMPTY,
    url: webhook.url,
    dialect: webhook.dialect,
    events: [...webhook.events],
    channels: [...(rooms?.channels ?? [])],
    teams: [...(rooms?.teams ?? [])],
    tags: (rooms?.tags ?? []).join(", "),
    customFields: Object.entries(rooms?.custom_fields ?? {})
      .map(([key, value]) => `${key} = ${value}`)
      .join("\n"),
    ordering: webhook.ordering ?? "room",
    rate: webhook.max_per_second?.toString() ?? "",
    batches: Boolean(batching),
    ...(batching ? { batchEvents: String(batching.max_events), batchWait: spanText(batching.max_wait_ms) } : {}),
    timeout: webhook.timeout_ms ? spanText(webhook.timeout_ms) : "",
    headers: webhook.header_names?.length ? null : "",
    capture: webhook.capture ?? false,
    schedule: webhook.retry_schedule_ms ? scheduleText(webhook.retry_schedule_ms) : "",
  };
}

/** What cannot be sent as it is. */
export function faultsOf(draft: Draft): Fault[] {
  const faults: Fault[] = [];
  const schedule = draft.schedule.trim() ? scheduleOf(draft.schedule) : { waits: [] };
  if ("wrong" in schedule) faults.push({ field: "schedule", word: schedule.word });
  if (draft.timeout.trim() && spanOf(draft.timeout) === null) faults.push({ field: "timeout", word: draft.timeout });
  if (draft.rate.trim() && !isCount(draft.rate)) faults.push({ field: "rate", word: draft.rate });
  if (draft.batches && !isCount(draft.batchEvents)) faults.push({ field: "batchEvents", word: draft.batchEvents });
  if (draft.batches && spanOf(draft.batchWait) === null) faults.push({ field: "batchWait", word: draft.batchWait });
  const header = linesOf(draft.headers ?? "").find((line) => !/^[^\s:]+\s*:/.test(line));
  if (header !== undefined) faults.push({ field: "headers", word: header });
  const field = linesOf(draft.customFields).find((line) => !/^[^=]+=/.test(line));
  if (field !== undefined) faults.push({ field: "customFields", word: field });
  return faults;
}

/** What to create a webhook with. The draft has no faults. */
export function creationOf(draft: Draft): NewWebhookBody {
  const { rooms, batching, max_per_second, timeout_ms, retry_schedule_ms, headers, ...rest } = sharedOf(draft);
  return {
    ...rest,
    dialect: draft.dialect,
    ...(rooms ? { rooms } : {}),
    ...(batching ? { batching } : {}),
    ...(max_per_second === null ? {} : { max_per_second }),
    ...(timeout_ms === null ? {} : { timeout_ms }),
    ...(retry_schedule_ms === null ? {} : { retry_schedule_ms }),
    ...(headers ? { headers } : {}),
  };
}

/** What to change a webhook to. The draft has no faults. */
export function editOf(draft: Draft): WebhookEdit {
  const { headers, ...rest } = sharedOf(draft);
  return { ...rest, ...(headers ? { headers } : {}) };
}

function sharedOf(draft: Draft) {
  const schedule = draft.schedule.trim() ? scheduleOf(draft.schedule) : null;
  return {
    url: draft.url.trim(),
    events: draft.events,
    rooms: roomsOf(draft),
    ordering: draft.ordering,
    max_per_second: draft.rate.trim() ? Number(draft.rate) : null,
    batching: draft.batches
      ? { max_events: Number(draft.batchEvents), max_wait_ms: spanOf(draft.batchWait) ?? 0 }
      : null,
    timeout_ms: draft.timeout.trim() ? spanOf(draft.timeout) : null,
    retry_schedule_ms: schedule && "waits" in schedule ? schedule.waits : null,
    headers: draft.headers === null ? undefined : pairsOf(draft.headers, ":"),
    capture: draft.capture,
  };
}

function roomsOf({ channels, teams, tags, customFields }: Draft) {
  const words = tags.split(",").flatMap((tag) => tag.trim() || []);
  const fields = pairsOf(customFields, "=");
  const rooms = {
    ...(channels.length ? { channels } : {}),
    ...(teams.length ? { teams } : {}),
    ...(words.length ? { tags: words } : {}),
    ...(Object.keys(fields).length ? { custom_fields: fields } : {}),
  };
  return Object.keys(rooms).length ? rooms : null;
}

const isCount = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) > 0;
const linesOf = (text: string): string[] => text.split("\n").flatMap((line) => line.trim() || []);

function pairsOf(text: string, mark: string): Record<string, string> {
  const pairs = linesOf(text).map((line) => {
    const at = line.indexOf(mark);
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}
