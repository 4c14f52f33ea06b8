import { useTranslations } from "use-intl";
import type { AttemptOutcome } from "../types";
import { Badge, type Tone } from "../ui/Badge";

const TONES: Record<AttemptOutcome, Tone> = { delivered: "good", failed: "warn", dead: "bad" };

/** What became of an attempt. */
export function OutcomeBadge({ outcome }: { outcome: AttemptOutcome }) {
  const t = useTranslations("settings.webhooks.outcome");
  return <Badge tone={TONES[outcome]}>{t(outcome)}</Badge>;
}
