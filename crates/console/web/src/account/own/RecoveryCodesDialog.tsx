import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/settings/ui/CopyButton";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { saveText } from "@/ui/saveText";

/** The codes for when the authenticator is lost, this once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTranslations("ownAccount.twoFactor");
  const text = `${codes.join("\n")}\n`;
  return (
    <Dialog title={t("codesTitle")} onClose={onClose} className="max-w-md">
      <div className="scroller flex flex-col gap-4 p-4 text-sm">
        <p className="rounded-md bg-note px-3 py-2 text-note-ink">{t("codesHint")}</p>
        <ul
          aria-label={t("codesTitle")}
          className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md border border-line bg-sunken px-4 py-3 text-center font-mono"
        >
          {codes.map((code) => (
            <li key={code} className="select-all">
              {code}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap justify-end gap-2">
          <CopyButton text={text} />
          <Button onClick={() => saveText("switchroom-recovery-codes.txt", text)}>
            <Download size={14} aria-hidden="true" />
            {t("download")}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t("kept")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
