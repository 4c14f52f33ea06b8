import type { Scope } from "../types";

/** What a token may be bound to, the widest first. `operator` is for whoever runs the server. */
export const SCOPES: readonly Scope[] = [
  "all",
  "events:read",
  "rooms:read",
  "rooms:write",
  "contacts:read",
  "contacts:write",
  "webhooks:manage",
  "organization:manage",
];

const DAY = 24 * 60 * 60 * 1000;

/** For how long a token may live, in days; 0: for ever. */
export const LIVES = { month: 30, quarter: 90, year: 365, forever: 0 } as const;
export type Life = keyof typeof LIVES;

/** When a token that is issued now ends; undefined: never. */
export function endOf(life: Life, now: number): string | undefined {
  return LIVES[life] ? new Date(now + LIVES[life] * DAY).toISOString() : undefined;
}

/** The choice of scopes with one turned on or off. `all` stands alone. */
export function withScope(chosen: readonly Scope[], scope: Scope, isOn: boolean): Scope[] {
  if (!isOn) return chosen.filter((each) => each !== scope);
  return scope === "all" ? ["all"] : [...chosen.filter((each) => each !== "all" && each !== scope), scope];
}
