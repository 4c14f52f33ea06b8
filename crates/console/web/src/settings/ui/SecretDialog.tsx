import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { CopyButton } from "./CopyButton";

/** Shows a secret, this once. */
export function SecretDialog({
  title,
  secret,
  children,
  onClose,
}: {
  title: string;
  secret: string;
  children?: ReactNode;
  onClose: () => void;
}) {
  const t = useTranslations("settings.secret");
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="scroller flex flex-col gap-4 p-4 text-sm">
        <p className="rounded-md bg-note px-3 py-2 text-note-ink">{t("once")}</p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-60 select-all break-all rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono">
            {secret}
          </code>
          <CopyButton text={secret} />
        </div>
        {children}
        <div className="flex justify-end">
          <Button look="primary" onClick={onClose}>
            {t("kept")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
