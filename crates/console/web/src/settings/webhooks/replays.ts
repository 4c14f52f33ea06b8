import type { NewReplay } from "../types";
import { instantOf } from "./filters";

/** What is to be told again, as the form holds it. */
export interface ReplayDraft {
  from: "seq" | "time" | "dead";
  after: string;
  since: string;
  until: string;
}

/** What to ask the server for; the name of the field that is not filled in as it must be, if one is not. */
export function replayOf({ from, after, since, until }: ReplayDraft): NewReplay | "after" | "since" | "until" {
  const end = until.trim();
  if (end && !/^\d+$/.test(end)) return "until";
  const bound = end ? { until: Number(end) } : {};
  if (from === "dead") return { dead: true, ...bound };
  if (from === "time") {
    const instant = instantOf(since);
    return instant ? { since: instant, ...bound } : "since";
  }
  return /^\d+$/.test(after.trim()) ? { after: Number(after), ...bound } : "after";
}

/** How much of a replay is done, from 0 to 1. */
export function progressOf(
  replay: { after: number; until: number; state: string },
  cursor: number | undefined,
): number {
  if (replay.state === "done") return 1;
  const length = replay.until - replay.after;
  if (cursor === undefined || length <= 0) return 0;
  return Math.min(1, Math.max(0, (cursor - replay.after) / length));
}
