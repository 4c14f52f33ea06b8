import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { TextField } from "@/ui/TextField";
import { Card } from "./Card";
import { CardForm } from "./CardForm";
import { CardLink } from "./CardLink";
import { useSecretOfLink } from "./useSecretOfLink";

/** Where a mailed link leads: of an invitation, or of a forgotten password. */
export function ChoosePassword() {
  const t = useTranslations("choosePassword");
  const token = new URLSearchParams(useSecretOfLink()).get("token") ?? "";
  const [isDone, setIsDone] = useState(false);

  const send = async (form: FormData): Promise<void> => {
    await call("POST", "/v1/password-resets/redeem", { token, password: String(form.get("password") ?? "") });
    setIsDone(true);
  };

  if (isDone) {
    return (
      <Card title={t("done")}>
        <CardLink to="/">{t("signIn")}</CardLink>
      </Card>
    );
  }
  return (
    <CardForm
      title={t("title")}
      submit={t("submit")}
      send={send}
      explain={(code) => (code === "invalid_token" ? t("tooOld") : undefined)}
    >
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
        autoFocus
        hint={t("hint")}
      />
    </CardForm>
  );
}
