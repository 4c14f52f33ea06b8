import type { Person } from "@/api/types";

/** What somebody does in a room just now. */
export interface Activity {
  readonly kind: "typing" | "viewing";
  readonly person: Person;
  /** What is typed is for colleagues only. */
  readonly isInternal: boolean;
  /** Milliseconds since 1970 after which it is over, unless it is said again. */
  readonly until: number;
}

export type Activities = readonly Activity[];

export const NOBODY: Activities = [];

/** A `typing` or `viewing` frame. */
export interface ActivityFrame {
  type: "typing" | "viewing";
  room_id: string;
  person: Person;
  typing?: boolean;
  viewing?: boolean;
  internal?: boolean;
}

/** How long somebody is said to do something, in milliseconds, unless it is said again. */
const HOLDS = { typing: 10_000, viewing: 30_000 } as const;

/** The activities after a frame. */
export function withFrame(known: Activities, frame: ActivityFrame, now: number): Activities {
  const others = known.filter(({ kind, person }) => kind !== frame.type || person.id !== frame.person.id);
  if (!(frame.typing ?? frame.viewing ?? false)) return settled(others);
  const activity = {
    kind: frame.type,
    person: frame.person,
    isInternal: frame.internal ?? false,
    until: now + HOLDS[frame.type],
  };
  return [...others, activity];
}

/** Without what is over. */
export function stillGoing(known: Activities, now: number): Activities {
  const going = known.filter(({ until }) => until > now);
  return going.length === known.length ? known : settled(going);
}

/** Without the typing of somebody who has posted. */
export function withoutTyping(known: Activities, personId: string): Activities {
  const going = known.filter(({ kind, person }) => kind !== "typing" || person.id !== personId);
  return going.length === known.length ? known : settled(going);
}

function settled(activities: Activities): Activities {
  return activities.length === 0 ? NOBODY : activities;
}
