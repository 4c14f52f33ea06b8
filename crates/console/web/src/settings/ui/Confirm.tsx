import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { FormTrouble } from "./FormTrouble";

interface Props {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The word on the button that does it. */
  verb: string;
  trouble?: unknown;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, children, verb, trouble, isBusy, onConfirm, onClose }: Props) {
  const t = useTranslations("common");
  return (
    <Dialog title={title} onClose={onClose} className="max-w-md">
      <div className="scroller flex flex-col gap-4 p-4 text-sm">
        <div className="flex flex-col gap-2 text-muted">{children}</div>
        <FormTrouble of={trouble} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button look="danger" disabled={isBusy} onClick={onConfirm}>
            {verb}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
