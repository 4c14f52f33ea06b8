import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { classes } from "./classes";
import { toaster } from "./toast";

/** Where things are said in passing. */
export function Toasts() {
  const t = useTranslations("common");
  const toasts = useSyncExternalStore(toaster.listen, toaster.get);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 top-14 z-50 flex flex-col items-center gap-2 lg:top-auto lg:bottom-4 lg:items-end"
    >
      {toasts.map(({ id, text, tone, action }) => (
        <div
          key={id}
          className={classes(
            "pointer-events-auto flex max-w-md animate-appear items-center gap-3 rounded-lg py-1.5 ps-3 pe-1.5 text-sm shadow-float",
            tone === "bad" ? "border border-danger bg-danger-soft text-ink" : "bg-ink text-canvas",
          )}
        >
          <span>{text}</span>
          {action && (
            <button
              type="button"
              className="h-6 rounded px-2 font-semibold underline underline-offset-2"
              onClick={() => {
                toaster.drop(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button
            type="button"
            aria-label={t("close")}
            className="inline-flex size-6 items-center justify-center rounded"
            onClick={() => toaster.drop(id)}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
    </div>
  );
}
