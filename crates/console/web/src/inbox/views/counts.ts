import type { RoomCounts } from "@/api/types";
import { partsOf } from "./view";

/** What counts are read from. */
export interface Counted {
  readonly counts: RoomCounts | null;
  readonly me: string;
}

/** How many rooms a view shows; undefined: nobody counts that. */
export function countOf(view: string, { counts, me }: Counted): number | undefined {
  if (!counts) return undefined;
  const { kind, value } = partsOf(view);
  switch (kind) {
    case "mine":
      return counts.open_by_assignee[me] ?? 0;
    case "unassigned":
      return counts.by_status["queued"] ?? 0;
    case "open":
      return (counts.by_status["queued"] ?? 0) + (counts.by_status["assigned"] ?? 0);
    case "channel":
      return counts.open_by_channel[value] ?? 0;
    case "team":
      return counts.open_by_team[value] ?? 0;
    case "tag":
      return counts.open_by_tag[value] ?? 0;
    default:
      return undefined;
  }
}
