import { type QueryClient, useQuery } from "@tanstack/react-query";
import { call } from "@/api/call";
import { useLive } from "@/live/context";
import type { FollowedWebhook } from "../types";

/** How often a webhook that is looked at is asked for, in milliseconds. */
export const EVERY = 3_000;

/** A webhook and how far it has come. `behindSince` is when the first event happened that it has not come past. */
export interface Followed {
  readonly webhook: FollowedWebhook;
  readonly behindSince: string | null;
  /** When this was so: milliseconds since 1970. */
  readonly at: number;
}

export const keyOf = (id: string) => ["settings", "webhooks", id] as const;

/** A webhook, asked for again and again. */
export function useWebhook(id: string, every = EVERY) {
  const { me } = useLive();
  const mayRead = me.permissions.includes("event.read");
  return useQuery({ queryKey: keyOf(id), queryFn: () => follow(id, mayRead), refetchInterval: every });
}

async function follow(id: string, mayRead: boolean): Promise<Followed> {
  const webhook = await call<FollowedWebhook>("GET", `/v1/webhooks/${id}`);
  const position = webhook.position;
  const behindSince = position && position.lag > 0 && mayRead ? await timeAfter(position.cursor) : null;
  return { webhook, behindSince, at: Date.now() };
}

async function timeAfter(seq: number): Promise<string | null> {
  const { events } = await call<{ events: { at: string }[] }>("GET", `/v1/events?after=${seq}&limit=1`);
  return events[0]?.at ?? null;
}

/** Has a webhook read again, and everything about it. */
export function refresh(queries: QueryClient, id: string): void {
  void queries.invalidateQueries({ queryKey: keyOf(id) });
}
