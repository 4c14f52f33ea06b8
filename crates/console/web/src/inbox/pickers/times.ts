/** A time to wake at, by its name. */
export interface WakeTime {
  readonly id: "laterToday" | "tomorrow" | "afterTomorrow" | "nextWeek" | "nextMonth";
  readonly at: Date;
}

const MORNING = 9;

/** When a room may be woken, seen from now: at the beginning of a working day, in the reader's own time. */
export function wakeTimes(now: Date): readonly WakeTime[] {
  const morning = (days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  const toMonday = ((8 - now.getDay()) % 7 || 7) as number;
  return [
    { id: "laterToday", at: new Date(now.getTime() + 3 * 60 * 60 * 1000) },
    { id: "tomorrow", at: morning(1) },
    { id: "afterTomorrow", at: morning(2) },
    { id: "nextWeek", at: morning(toMonday) },
    { id: "nextMonth", at: new Date(now.getFullYear(), now.getMonth() + 1, 1, MORNING) },
  ];
}
