import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { classes } from "./classes";

interface Props {
  title: string;
  /** Shows the title to nobody but screen readers. */
  isTitleHidden?: boolean;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

/** A dialog, for as long as it is rendered. */
export function Dialog({ title, isTitleHidden = false, onClose, className, children }: Props) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#00000059]" />
        <Base.Popup
          className={classes(
            "fixed inset-x-3 top-[12vh] z-50 mx-auto flex max-h-[76vh] max-w-lg animate-appear flex-col overflow-hidden",
            "rounded-xl border border-line bg-raised shadow-float outline-none",
            className,
          )}
        >
          <Base.Title className={isTitleHidden ? "sr-only" : "border-line border-b px-4 py-3 font-semibold text-base"}>
            {title}
          </Base.Title>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
