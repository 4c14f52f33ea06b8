import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";

/** What is known about a room and its contact. */
export function Context({ roomId, className }: { roomId: string; className?: string }) {
  const t = useTranslations("context");
  return (
    <aside
      aria-label={t("title")}
      className={classes("scroller flex-col border-line border-s bg-canvas", className)}
      data-room={roomId}
    >
      <h2 className="px-4 py-3 font-semibold text-sm">{t("title")}</h2>
    </aside>
  );
}
