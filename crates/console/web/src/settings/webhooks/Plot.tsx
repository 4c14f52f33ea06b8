import { type ReactNode, useState } from "react";
import { useFormatter } from "use-intl";

const WIDTH = 1_000;
const HEIGHT = 160;

interface Props {
  title: string;
  /** What it shows, for who cannot see it. */
  summary: string;
  since: number;
  until: number;
  /** The value at the top. */
  most: number;
  legend?: ReactNode;
  /** What is drawn, on a sheet of [`WIDTH`] times [`HEIGHT`]. */
  children: (sheet: { width: number; height: number }) => ReactNode;
  /** What was at a time, in words. */
  readAt: (at: number) => string | null;
}

/** Something over the time, with a line that says what was where the pointer rests. */
export function Plot({ title, summary, since, until, most, legend, children, readAt }: Props) {
  const format = useFormatter();
  const [pointed, setPointed] = useState<number | null>(null);
  const clock = (at: number): string =>
    format.dateTime(new Date(at), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const at = pointed === null ? null : since + pointed * (until - since);
  const read = at === null ? null : readAt(at);
  return (
    <figure className="min-w-0 rounded-lg border border-line p-3">
      <figcaption className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 pb-2">
        <span className="font-medium text-sm">{title}</span>
        <span className="ms-auto text-muted text-xs tabular-nums">
          {at !== null && read ? `${clock(at)} · ${read}` : legend}
        </span>
      </figcaption>
      <div className="flex gap-2">
        <div aria-hidden="true" className="flex w-8 flex-col justify-between text-end text-2xs text-faint tabular-nums">
          <span>{format.number(most, { notation: "compact" })}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-32 min-w-0 flex-1"
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setPointed((event.clientX - box.left) / box.width);
          }}
          onPointerLeave={() => setPointed(null)}
        >
          <rect width={WIDTH} height={HEIGHT} className="fill-transparent" />
          {[0.5, HEIGHT / 2, HEIGHT - 0.5].map((y) => (
            <line
              key={y}
              x2={WIDTH}
              y1={y}
              y2={y}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
              strokeDasharray={y === HEIGHT / 2 ? "3 4" : undefined}
            />
          ))}
          {children({ width: WIDTH, height: HEIGHT })}
          {pointed !== null && (
            <line
              x1={pointed * WIDTH}
              x2={pointed * WIDTH}
              y2={HEIGHT}
              className="stroke-line-strong"
              vectorEffect="non-scaling-stroke"
            />
          )}
        </svg>
      </div>
      <div aria-hidden="true" className="flex justify-between ps-10 pt-1 text-2xs text-faint tabular-nums">
        <span>{clock(since)}</span>
        <span>{clock(until)}</span>
      </div>
    </figure>
  );
}
