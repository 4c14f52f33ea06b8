import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Badge } from "@/settings/ui/Badge";
import { Part } from "@/settings/ui/Page";
import { Button } from "@/ui/Button";
import { EnableDialog } from "./EnableDialog";
import { PasswordDialog } from "./PasswordDialog";
import { RecoveryCodesDialog } from "./RecoveryCodesDialog";
import { ME, type TwoFactor } from "./types";

/** Fewer than this, and it is time for new ones. */
const FEW = 4;

/** Whether a code is asked for beside the password. */
export function TwoFactorPart({ state }: { state: TwoFactor }) {
  const t = useTranslations("ownAccount.twoFactor");
  const [shown, setShown] = useState<"enable" | "disable" | "renew" | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = (): void => setShown(null);
  const showCodes = (made: readonly string[]): void => {
    close();
    setCodes(made);
  };
  return (
    <Part
      title={t("title")}
      about={t("about")}
      actions={<Badge tone={state.enabled ? "good" : "plain"}>{state.enabled ? t("on") : t("off")}</Badge>}
    >
      {state.enabled ? (
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 basis-60 text-sm">
            {t("left", { count: state.recovery_codes_left })}
            {state.recovery_codes_left < FEW && <span className="text-danger"> {t("few")}</span>}
          </p>
          <Button onClick={() => setShown("renew")}>{t("renew")}</Button>
          <Button look="danger" onClick={() => setShown("disable")}>
            {t("disable")}
          </Button>
        </div>
      ) : (
        <Button look="primary" onClick={() => setShown("enable")}>
          {t("enable")}
        </Button>
      )}
      {shown === "enable" && <EnableDialog onClose={close} onEnabled={showCodes} />}
      {shown === "renew" && (
        <PasswordDialog
          title={t("renewTitle")}
          verb={t("renew")}
          ask={(password) => call<{ recovery_codes: string[] }>("POST", "/v1/me/totp/recovery-codes", { password })}
          touches={ME}
          onDone={({ recovery_codes }) => showCodes(recovery_codes)}
          onClose={close}
        >
          <p>{t("renewHint")}</p>
        </PasswordDialog>
      )}
      {shown === "disable" && (
        <PasswordDialog
          title={t("disableTitle")}
          verb={t("disable")}
          look="danger"
          ask={(password) => call("DELETE", "/v1/me/totp", { password })}
          touches={ME}
          says={t("disabled")}
          onDone={close}
          onClose={close}
        >
          <p>{t("disableHint")}</p>
        </PasswordDialog>
      )}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </Part>
  );
}
