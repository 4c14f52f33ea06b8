import { CloudOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useConnection, useTopic } from "@/live/context";

/** How long a new connection may take before it is worth a word, in milliseconds. */
const GRACE = 1_500;

/** Says that what is shown may be old, and what becomes of what is written meanwhile. */
export function ConnectionBanner() {
  const t = useTranslations("connection");
  const connection = useConnection();
  const waiting = useTopic("outbox", ({ outbox }) => outbox.waiting);
  const [isLate, setIsLate] = useState(false);

  useEffect(() => {
    setIsLate(false);
    if (connection !== "connecting") return;
    const timer = setTimeout(() => setIsLate(true), GRACE);
    return () => clearTimeout(timer);
  }, [connection]);

  const shown = connection === "live" || (connection === "connecting" && !isLate) ? null : connection;
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="flex items-center justify-center gap-2 bg-note px-3 py-1.5 text-note-ink text-sm">
          <CloudOff size={14} aria-hidden="true" />
          <span>
            {t(shown)}
            {shown !== "refused" && waiting > 0 && <> {t("waiting", { count: waiting })}</>}
          </span>
        </p>
      )}
    </div>
  );
}
