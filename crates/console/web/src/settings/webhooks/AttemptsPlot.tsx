import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import type { AttemptOutcome } from "../types";
import { Plot } from "./Plot";
import { bucketsOf, roundAbove, scaleOf } from "./plot";

const OUTCOMES: readonly AttemptOutcome[] = ["delivered", "failed", "dead"];
const FILLS: Record<AttemptOutcome, string> = {
  delivered: "fill-good",
  failed: "fill-note-line dark:fill-note-ink",
  dead: "fill-danger",
};
const DOTS: Record<AttemptOutcome, string> = {
  delivered: "bg-good",
  failed: "bg-note-line dark:bg-note-ink",
  dead: "bg-danger",
};
/** Bars in the plot. */
const BARS = 60;

interface Props {
  attempts: readonly { at: number; kind: AttemptOutcome }[];
  since: number;
  until: number;
}

/** What became of the attempts. */
export function AttemptsPlot({ attempts, since, until }: Props) {
  const t = useTranslations("settings.webhooks.plot");
  const outcome = useTranslations("settings.webhooks.outcome");
  const width = (until - since) / BARS;
  const buckets = bucketsOf(attempts, OUTCOMES, since, until, width);
  const sum = (counts: Record<AttemptOutcome, number>): number => counts.delivered + counts.failed + counts.dead;
  const most = roundAbove(Math.max(0, ...buckets.map(({ counts }) => sum(counts))));
  const total = (kind: AttemptOutcome): number => buckets.reduce((all, { counts }) => all + counts[kind], 0);
  const words = (count: (kind: AttemptOutcome) => number): string =>
    OUTCOMES.map((kind) => `${outcome(kind)} ${count(kind)}`).join(" · ");
  return (
    <Plot
      title={t("attempts")}
      summary={`${t("attempts")}: ${words(total)}`}
      since={since}
      until={until}
      most={most}
      legend={
        <span className="flex gap-3">
          {OUTCOMES.map((kind) => (
            <span key={kind} className="flex items-center gap-1.5">
              <span aria-hidden="true" className={classes("size-2 rounded-sm", DOTS[kind])} />
              {outcome(kind)} {total(kind)}
            </span>
          ))}
        </span>
      }
      readAt={(at) => {
        const bucket = buckets[Math.floor((at - since) / width)];
        return bucket ? words((kind) => bucket.counts[kind]) : null;
      }}
    >
      {(sheet) => {
        const x = scaleOf([since, until], [0, sheet.width]);
        const tall = scaleOf([0, most], [0, sheet.height - 2]);
        return buckets.map(({ at, counts }) => {
          let top = sheet.height;
          return OUTCOMES.map((kind) => {
            if (counts[kind] === 0) return null;
            const height = tall(counts[kind]);
            top -= height;
            return (
              <rect
                key={`${at}${kind}`}
                x={x(at) + 1}
                y={top}
                width={sheet.width / BARS - 2}
                height={height}
                className={FILLS[kind]}
              />
            );
          });
        });
      }}
    </Plot>
  );
}
