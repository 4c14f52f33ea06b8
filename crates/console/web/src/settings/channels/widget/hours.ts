import { DAYS, type Day, type OfficeHours, type Span } from "./types";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The hours that an office begins with. */
export function usualHours(timeZone: string): OfficeHours {
  const span = { from: "09:00", to: "17:00" };
  return { time_zone: timeZone, days: Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, [span]])) };
}

/** The spans of a day. */
export const spansOf = (hours: OfficeHours, day: Day): Span[] => hours.days?.[day] ?? [];

/** The hours with other spans on a day; a day without any is left out. */
export function withSpans(hours: OfficeHours, day: Day, spans: readonly Span[]): OfficeHours {
  const { [day]: _, ...others } = hours.days ?? {};
  return { ...hours, days: spans.length > 0 ? { ...others, [day]: [...spans] } : others };
}

/** A span to be added to those of a day: an hour after the last one. None: the day is full. */
export function another(spans: readonly Span[]): Span | null {
  const last = spans.at(-1);
  if (!last) return { from: "09:00", to: "17:00" };
  const start = minutesOf(last.to) + 60;
  return start < 24 * 60 ? { from: textOf(start), to: textOf(Math.min(start + 120, 24 * 60)) } : null;
}

/** When an office that is closed now opens next, in milliseconds since 1970; null: never. */
export function nextOpening(hours: OfficeHours, now: number): number | null {
  const here = civil(now, hours.time_zone);
  const midnight = Math.floor(here / DAY) * DAY;
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const date = midnight + ahead * DAY;
    // 1970 began on a Thursday.
    const day = DAYS[(Math.floor(date / DAY) + 3) % 7] as Day;
    const from = spansOf(hours, day)
      .map((span) => date + minutesOf(span.from) * MINUTE)
      .find((begin) => begin > here);
    if (from !== undefined) return instant(from, hours.time_zone);
  }
  return null;
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const textOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** What clocks in a time zone show at a moment, as if they showed UTC. */
function civil(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/** The moment at which clocks in a time zone show this. */
function instant(shown: number, timeZone: string): number {
  const guess = shown - (civil(shown, timeZone) - shown);
  return guess - (civil(guess, timeZone) - shown);
}
