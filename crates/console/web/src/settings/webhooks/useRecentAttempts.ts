import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { call } from "@/api/call";
import type { Attempt, AttemptOutcome } from "../types";
import { EVERY, keyOf } from "./useWebhook";

/** How far back the plots look, in milliseconds. */
export const SPAN = 10 * 60_000;
/** Attempts are recorded a little after they were made; so much is read again, in milliseconds. */
const OVERLAP = 20_000;
/** Pages that are read at a time, at the most. */
const MOST_PAGES = 10;

interface Seen {
  readonly at: number;
  readonly kind: AttemptOutcome;
}

/** What became of the attempts of the last minutes, kept up to date. */
export function useRecentAttempts(id: string): readonly Seen[] {
  const seen = useRef(new Map<string, Seen>());
  const until = useRef(0);
  const { data } = useQuery({
    queryKey: [...keyOf(id), "recent"],
    refetchInterval: EVERY,
    queryFn: async () => {
      const now = Date.now();
      const from = Math.max(now - SPAN, until.current - OVERLAP);
      for (const attempt of await attemptsSince(id, from)) {
        seen.current.set(attempt.id, { at: Date.parse(attempt.at), kind: attempt.outcome });
      }
      until.current = now;
      for (const [key, { at }] of seen.current) if (at < now - SPAN) seen.current.delete(key);
      return [...seen.current.values()];
    },
  });
  return data ?? [];
}

async function attemptsSince(id: string, from: number): Promise<Attempt[]> {
  const all: Attempt[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ from: new Date(from).toISOString(), limit: "200" });
    if (cursor) query.set("cursor", cursor);
    const path = `/v1/webhooks/${id}/attempts?${query}`;
    const answer: { attempts: Attempt[]; next?: string | null } = await call("GET", path);
    all.push(...answer.attempts);
    cursor = answer.next ?? null;
    if (!cursor) break;
  }
  return all;
}
