import { useFormatter, useNow, useTranslations } from "use-intl";
import { stateOf } from "./state";
import type { Followed } from "./useWebhook";

/** What is to be said of a webhook beside its state: why it is off, since when it fails, how far it is behind. Maybe nothing. */
export function Trouble({ followed: { webhook, behindSince } }: { followed: Followed }) {
  const t = useTranslations("settings.webhooks.trouble");
  const format = useFormatter();
  const now = useNow({ updateInterval: 1_000 });
  const ago = (at: string): string => format.relativeTime(new Date(at), now);
  const { position, disabled } = webhook;
  const lines: string[] = [];
  if (disabled) lines.push(t(disabled.reason, { ago: ago(disabled.at) }));
  if (webhook.enabled && position?.failing_since) lines.push(t("failingSince", { ago: ago(position.failing_since) }));
  if (webhook.enabled && position?.paused_until && Date.parse(position.paused_until) > now.getTime()) {
    lines.push(t("pausedUntil", { ago: ago(position.paused_until) }));
  }
  const lag = position?.lag ?? 0;
  if (lag > 0 && stateOf(webhook) !== "fine") {
    const seconds = behindSince ? Math.max(0, Math.round((now.getTime() - Date.parse(behindSince)) / 1000)) : null;
    lines.push(seconds === null ? t("behind", { count: lag }) : t("behindBy", { count: lag, time: spanOf(seconds) }));
  }
  if (lines.length === 0) return null;
  return <span className="block text-muted text-xs">{lines.join(" · ")}</span>;

  function spanOf(seconds: number): string {
    if (seconds < 120) return t("seconds", { count: seconds });
    if (seconds < 7_200) return t("minutes", { count: Math.round(seconds / 60) });
    if (seconds >= 172_800) return t("days", { count: Math.round(seconds / 86_400) });
    return t("hours", { count: Math.round(seconds / 3600) });
  }
}
