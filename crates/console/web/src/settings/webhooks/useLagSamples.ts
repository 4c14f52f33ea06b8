import { useEffect, useState } from "react";
import type { Point } from "./plot";
import type { Followed } from "./useWebhook";

/** Samples that are kept: at one in three seconds those of an hour. */
const MOST = 1_200;

/** How far behind a webhook was, each time that it was asked for since the page was opened. */
export function useLagSamples(followed: Followed): readonly Point[] {
  const [points, setPoints] = useState<readonly Point[]>([]);
  const lag = followed.webhook.position?.lag;
  useEffect(() => {
    if (lag !== undefined) setPoints((before) => [...before.slice(1 - MOST), { at: followed.at, value: lag }]);
  }, [followed.at, lag]);
  return points;
}
