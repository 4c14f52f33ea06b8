import { useFormatter } from "use-intl";

/** A time, to the second. */
export function When({ at }: { at: string }) {
  const format = useFormatter();
  const text = format.dateTime(new Date(at), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (
    <time dateTime={at} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}

/** A day. */
export function Day({ at }: { at: string }) {
  const format = useFormatter();
  return (
    <time dateTime={at} className="whitespace-nowrap tabular-nums">
      {format.dateTime(new Date(at), { dateStyle: "medium" })}
    </time>
  );
}
