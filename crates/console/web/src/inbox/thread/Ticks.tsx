import { Check, CheckCheck, CircleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { DeliveryStatus } from "@/api/types";

/** How far a message of ours has come. */
export function Ticks({ status, reason }: { status: DeliveryStatus; reason?: string | undefined }) {
  const t = useTranslations("status");
  if (status === "failed") {
    return (
      <span className="flex items-center gap-1 font-medium text-danger">
        <CircleAlert size={12} aria-hidden="true" />
        {t("failed")}
        {reason && `: ${reason}`}
      </span>
    );
  }
  const Icon = status === "created" || status === "sent" ? Check : CheckCheck;
  return (
    <span title={t(status)} className={status === "read" ? "text-accent-text" : ""}>
      <Icon size={13} role="img" aria-label={t(status)} />
    </span>
  );
}
