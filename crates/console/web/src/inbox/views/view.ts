import type { Room, ViewFilter } from "@/api/types";

/** Which rooms a view shows, and under which path. */
export interface View {
  readonly id: string;
  readonly filter: ViewFilter;
}

export const OPEN = "queued,assigned";

/** The views that everybody has. */
export const FIXED = {
  mine: { id: "mine", filter: { status: OPEN, assignee: "me", snoozed: false } },
  unassigned: { id: "unassigned", filter: { status: OPEN, assignee: "none", snoozed: false } },
  open: { id: "open", filter: { status: OPEN, snoozed: false } },
  snoozed: { id: "snoozed", filter: { status: OPEN, snoozed: true } },
  resolved: { id: "resolved", filter: { status: "resolved" } },
} as const satisfies Record<string, View>;

export type FixedView = keyof typeof FIXED;

/** The id of the view of one channel, team, tag or saved view. A dot in an address would make the server look for a file. */
export function viewId(kind: "channel" | "team" | "tag" | "view", value: string): string {
  return `${kind}:${value.replaceAll("~", "~~").replaceAll(".", "~d")}`;
}

/** What kind of view an id is of, and of what; of one of the fixed views, nothing. */
export function partsOf(id: string): { kind: string; value: string } {
  const at = id.indexOf(":");
  if (at < 0) return { kind: id, value: "" };
  return {
    kind: id.slice(0, at),
    value: id.slice(at + 1).replace(/~([~d])/g, (_, sign) => (sign === "d" ? "." : "~")),
  };
}

/** The view with this id, if the id says by itself what it shows. Saved views are looked up. */
export function viewOf(id: string): View | undefined {
  if (id in FIXED) return FIXED[id as FixedView];
  const { kind, value } = partsOf(id);
  if (!value) return undefined;
  const open = { status: OPEN, snoozed: false };
  switch (kind) {
    case "channel":
      return { id, filter: { ...open, channel_id: value } };
    case "team":
      return { id, filter: { ...open, team_id: value } };
    case "tag":
      return { id, filter: { ...open, tag: value } };
    default:
      return undefined;
  }
}

/** Whether a room is asleep. */
export function isSnoozed(room: Room): boolean {
  return room.snoozed_until !== undefined && room.snoozed_until !== null;
}

/** Whether the view of this filter shows the room to this user. The same rule as the server's list has. */
export function shows(filter: ViewFilter, room: Room, me: string): boolean {
  if (filter.status && !filter.status.split(",").includes(room.status)) return false;
  if (filter.assignee) {
    const wanted = filter.assignee === "me" ? me : filter.assignee === "none" ? undefined : filter.assignee;
    if (room.assignees[0] !== wanted) return false;
  }
  if (filter.channel_id && room.channel_id !== filter.channel_id) return false;
  if (filter.team_id && room.team_id !== filter.team_id) return false;
  if (filter.tag && !room.tags?.includes(filter.tag)) return false;
  if (filter.priority && room.priority !== filter.priority) return false;
  return filter.snoozed === undefined || isSnoozed(room) === filter.snoozed;
}
