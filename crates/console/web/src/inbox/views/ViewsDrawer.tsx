import { Dialog } from "@base-ui/react/dialog";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import { Views } from "./Views";

/** The views on a phone: they come in from the side. */
export function ViewsDrawer({ className, children }: { className?: string; children: ReactNode }) {
  const t = useTranslations("views");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger
        aria-label={t("title")}
        className={classes(
          "inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-hover",
          className,
        )}
      >
        {children}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[#00000059]" />
        <Dialog.Popup className="fixed inset-y-0 start-0 z-50 flex w-72 max-w-[85vw] bg-canvas shadow-float outline-none">
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Views className="flex w-full" onPick={() => setIsOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
