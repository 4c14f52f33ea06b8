import type { FollowedWebhook } from "../types";
import type { Tone } from "../ui/Badge";

/** How a webhook is: the worst that can be said of it. */
export type WebhookState = "off" | "gone" | "gaveUp" | "paused" | "failing" | "behind" | "fine";

/** Fewer events than this are on their way at any moment, and no reason to worry. */
const FEW = 50;

export function stateOf({ enabled, disabled, position }: FollowedWebhook): WebhookState {
  if (disabled) return disabled.reason === "gone" ? "gone" : "gaveUp";
  if (!enabled) return "off";
  if (position?.paused_until) return "paused";
  if (position?.failing_since) return "failing";
  if ((position?.lag ?? 0) >= FEW) return "behind";
  return "fine";
}

export const TONES: Record<WebhookState, Tone> = {
  off: "plain",
  gone: "bad",
  gaveUp: "bad",
  paused: "bad",
  failing: "bad",
  behind: "warn",
  fine: "good",
};
