import { Plus, X } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { another, spansOf } from "./hours";
import { DAYS, type Day, type OfficeHours, type Span } from "./types";

/** Midnight of a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const iconButton = "inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-hover";

interface Props {
  day: Day;
  hours: OfficeHours;
  onSpans: (spans: readonly Span[]) => void;
}

/** The spans of one day. */
export function DayHours({ day, hours, onSpans }: Props) {
  const t = useTranslations("settings.widget");
  const format = useFormatter();
  const name = format.dateTime(MONDAY + DAYS.indexOf(day) * DAY, { weekday: "long", timeZone: "UTC" });
  const spans = spansOf(hours, day);
  const next = another(spans);
  const change = (at: number, span: Span): void => onSpans(spans.map((each, other) => (other === at ? span : each)));
  return (
    <fieldset className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-t px-3 py-1.5 first:border-t-0">
      <legend className="sr-only">{name}</legend>
      <span aria-hidden="true" className="min-w-24 flex-1 text-sm first-letter:uppercase sm:flex-none">
        {name}
      </span>
      <div className="order-last flex min-w-0 flex-1 basis-full flex-wrap items-center gap-x-4 gap-y-1.5 sm:order-none sm:basis-0">
        {spans.length === 0 && <span className="text-muted text-sm">{t("closedDay")}</span>}
        {spans.map((span, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is nothing but its place in the day
          <span key={at} className="flex items-center gap-1">
            <Clock label={t("from")} value={span.from} onTime={(from) => change(at, { ...span, from })} />
            <span aria-hidden="true" className="text-muted">
              –
            </span>
            <Clock label={t("to")} isEnd value={span.to} onTime={(to) => change(at, { ...span, to })} />
            <button
              type="button"
              aria-label={t("removeSpan", { from: span.from, to: span.to })}
              className={iconButton}
              onClick={() => onSpans(spans.filter((_, other) => other !== at))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </span>
        ))}
      </div>
      {next && (
        <button
          type="button"
          aria-label={t("addSpan", { day: name })}
          className={iconButton}
          onClick={() => onSpans([...spans, next])}
        >
          <Plus size={15} aria-hidden="true" />
        </button>
      )}
    </fieldset>
  );
}

/** A time of day. The end of a day is the server's `24:00`, and midnight on every clock. */
function Clock({
  label,
  value,
  isEnd,
  onTime,
}: {
  label: string;
  value: string;
  isEnd?: boolean;
  onTime: (time: string) => void;
}) {
  return (
    <input
      type="time"
      aria-label={label}
      required
      value={value === "24:00" ? "00:00" : value}
      onChange={({ currentTarget: { value: time } }) => time && onTime(isEnd && time === "00:00" ? "24:00" : time)}
      className="h-8 rounded-md border border-line-strong bg-surface px-1.5 text-sm"
    />
  );
}
