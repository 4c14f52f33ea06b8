import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { CopyButton } from "@/settings/ui/CopyButton";
import { TextInput } from "@/settings/ui/controls";
import { Form } from "@/settings/ui/Form";
import { useTask } from "@/settings/useTask";
import { Dialog } from "@/ui/Dialog";
import { PasswordDialog } from "./PasswordDialog";
import { ME, type NewTotp } from "./types";

interface Props {
  onClose: () => void;
  /** It is on: these are the codes for when the authenticator is lost. */
  onEnabled: (recoveryCodes: readonly string[]) => void;
}

/** Turns the second factor on: the password, then what to scan, then a code of it. */
export function EnableDialog({ onClose, onEnabled }: Props) {
  const t = useTranslations("ownAccount.twoFactor");
  const [totp, setTotp] = useState<NewTotp | null>(null);
  if (totp) return <ScanDialog totp={totp} onClose={onClose} onEnabled={onEnabled} />;
  return (
    <PasswordDialog
      title={t("enableTitle")}
      verb={t("next")}
      ask={(password) => call<NewTotp>("POST", "/v1/me/totp", { password })}
      onDone={setTotp}
      onClose={onClose}
    >
      <p>{t("enableHint")}</p>
    </PasswordDialog>
  );
}

function ScanDialog({ totp, onClose, onEnabled }: Props & { totp: NewTotp }) {
  const t = useTranslations("ownAccount.twoFactor");
  const [code, setCode] = useState("");
  const confirm = useTask(
    () => call<{ recovery_codes: string[] }>("POST", "/v1/me/totp/confirm", { code: code.replace(/\s/g, "") }),
    { touches: ME, onDone: ({ recovery_codes }) => onEnabled(recovery_codes) },
  );
  return (
    <Dialog title={t("enableTitle")} onClose={onClose} className="max-w-md">
      <Form
        className="scroller p-4"
        trouble={confirm.error}
        isBusy={confirm.isPending}
        submit={t("enable")}
        isDisabled={!code.trim()}
        onCancel={onClose}
        onSubmit={() => confirm.mutate()}
      >
        <p className="text-muted text-sm">{t("scan")}</p>
        {/* As a picture, so that nothing in it could ever run. Scanners want it dark on light in every theme. */}
        <img
          src={`data:image/svg+xml,${encodeURIComponent(totp.qr)}`}
          alt={t("qr")}
          className="size-44 self-center rounded-md bg-[#fff] p-2"
        />
        <div className="flex flex-col gap-1">
          <p className="text-faint text-xs">{t("byHand")}</p>
          <div className="flex flex-wrap items-center gap-2">
            <code className="min-w-0 flex-1 basis-52 select-all break-all rounded-md border border-line bg-sunken px-2.5 py-1 font-mono text-sm">
              {totp.secret.match(/.{1,4}/g)?.join(" ")}
            </code>
            <CopyButton text={totp.secret} />
          </div>
        </div>
        <TextInput
          label={t("code")}
          hint={t("codeHint")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onText={setCode}
        />
      </Form>
    </Dialog>
  );
}
