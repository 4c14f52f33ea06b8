import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

/** Something in detail, beside the list that it is from; on a phone over it. */
export function Drawer({ title, onClose, children }: { title: ReactNode; onClose: () => void; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#00000040]" />
        <Base.Popup className="fixed inset-y-0 end-0 z-50 flex w-160 max-w-full flex-col border-line border-s bg-raised shadow-float outline-none">
          <div className="flex h-12 shrink-0 items-center gap-2 border-line border-b ps-4 pe-2">
            <Base.Title className="min-w-0 flex-1 truncate font-semibold text-sm">{title}</Base.Title>
            <Base.Close
              aria-label={t("close")}
              className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover"
            >
              <X size={16} aria-hidden="true" />
            </Base.Close>
          </div>
          <div className="scroller min-h-0 flex-1 p-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
