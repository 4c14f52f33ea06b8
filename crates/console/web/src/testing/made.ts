import type { Message, Room } from "@/api/types";
import type { Outgoing } from "@/live/outgoing";

const AT = "2026-01-01T00:00:00.000000Z";

/** A room as tests need it. */
export function aRoom(given: Partial<Room> = {}): Room {
  return {
    id: "room",
    version: 1,
    channel_id: "channel",
    contact_id: "contact",
    kind: "conversation",
    status: "queued",
    assignees: [],
    message_count: 0,
    created_at: AT,
    last_activity_at: AT,
    updated_at: AT,
    ...given,
  };
}

/** A message as tests need it. */
export function aMessage(given: Partial<Message> = {}): Message {
  return {
    id: "message",
    room_id: "room",
    author: { type: "contact", id: "contact" },
    visibility: "public",
    type: "text",
    text: "hello",
    revision: 1,
    status: "created",
    campaign: false,
    created_at: AT,
    ...given,
  };
}

/** A message of ours that waits, as tests need it. */
export function anOutgoing(given: Partial<Outgoing> = {}): Outgoing {
  return {
    local_id: "local",
    room_id: "room",
    text: "hello",
    visibility: "public",
    file: null,
    mentions: [],
    reply_to: null,
    expected: null,
    at: 0,
    state: "queued",
    reason: null,
    newer: null,
    ...given,
  };
}

/** The time of the minute. */
export function minute(at: number): string {
  return `2026-01-01T00:${String(at).padStart(2, "0")}:00.000000Z`;
}
