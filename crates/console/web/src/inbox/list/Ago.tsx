import { useFormatter } from "use-intl";
import { useMinute } from "@/ui/useMinute";

const DAY = 24 * 60 * 60 * 1000;

/** A time, as short as a list needs it: the hour today, the day this week, else the date. */
export function Ago({ at }: { at: string }) {
  const format = useFormatter();
  const now = useMinute();
  const date = new Date(at);
  const isToday = date.toDateString() === new Date(now).toDateString();
  const text = isToday
    ? format.dateTime(date, { hour: "2-digit", minute: "2-digit" })
    : now - date.getTime() < 6 * DAY
      ? format.dateTime(date, { weekday: "short" })
      : format.dateTime(date, { day: "numeric", month: "short" });
  return (
    <time dateTime={at} className="shrink-0 text-2xs text-faint tabular-nums">
      {text}
    </time>
  );
}
