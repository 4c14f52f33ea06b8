import { Dialog } from "@base-ui/react/dialog";
import { Info } from "lucide-react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import { Context } from "./Context";

/** What is known about a room, where there is no place for it beside. */
export function ContextDrawer({ roomId, className }: { roomId: string; className?: string }) {
  const t = useTranslations("context");
  return (
    <Dialog.Root>
      <Dialog.Trigger
        aria-label={t("title")}
        className={classes(
          "inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-hover",
          className,
        )}
      >
        <Info size={18} aria-hidden="true" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[#00000059]" />
        <Dialog.Popup className="fixed inset-y-0 end-0 z-50 flex w-80 max-w-[90vw] bg-canvas shadow-float outline-none">
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Context roomId={roomId} className="flex w-full border-0" />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
