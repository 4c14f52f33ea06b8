import { useTranslations } from "use-intl";
import { Plot } from "./Plot";
import { linePath, type Point, roundAbove, scaleOf } from "./plot";

/** How many events a webhook was behind. */
export function LagPlot({ points, since, until }: { points: readonly Point[]; since: number; until: number }) {
  const t = useTranslations("settings.webhooks.plot");
  const most = roundAbove(Math.max(0, ...points.map(({ value }) => value)));
  const now = points.at(-1)?.value ?? 0;
  return (
    <Plot
      title={t("lag")}
      summary={t("lagSummary", { now, most: Math.max(0, ...points.map(({ value }) => value)) })}
      since={since}
      until={until}
      most={most}
      legend={t("lagNow", { count: now })}
      readAt={(at) => {
        const point = points.findLast((each) => each.at <= at);
        return point ? t("lagNow", { count: point.value }) : null;
      }}
    >
      {({ width, height }) => {
        const x = scaleOf([since, until], [0, width]);
        const y = scaleOf([0, most], [height - 1, 2]);
        const line = linePath(points, x, y);
        const first = points[0];
        const last = points.at(-1);
        return (
          <>
            {first && last && (
              <path
                d={`${line}L${x(last.at)} ${height}L${x(first.at)} ${height}Z`}
                className="fill-accent opacity-15"
              />
            )}
            <path
              d={line}
              fill="none"
              className="stroke-accent-text"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
            />
          </>
        );
      }}
    </Plot>
  );
}
