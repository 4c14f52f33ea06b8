import { useTranslations } from "use-intl";
import type { FollowedWebhook } from "../types";
import { Badge } from "../ui/Badge";
import { stateOf, TONES } from "./state";

/** How a webhook is. */
export function StateBadge({ webhook }: { webhook: FollowedWebhook }) {
  const t = useTranslations("settings.webhooks.state");
  const state = stateOf(webhook);
  return <Badge tone={TONES[state]}>{t(state)}</Badge>;
}
