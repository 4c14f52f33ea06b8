import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { TextField } from "@/ui/TextField";
import { Card } from "./Card";
import { CardForm } from "./CardForm";
import { CardLink } from "./CardLink";

/** Asks for a link to choose another password with. */
export function ForgotPassword() {
  const t = useTranslations("forgotPassword");
  const [isAsked, setIsAsked] = useState(false);
  const back = <CardLink to="/">{t("back")}</CardLink>;

  const send = async (form: FormData): Promise<void> => {
    await call("POST", "/v1/password-resets", { login: String(form.get("login") ?? "").trim() });
    setIsAsked(true);
  };

  if (isAsked) {
    return (
      <Card title={t("title")}>
        <p role="status" className="text-muted text-sm">
          {t("asked")}
        </p>
        {back}
      </Card>
    );
  }
  return (
    <CardForm title={t("title")} submit={t("submit")} send={send} below={back}>
      <TextField
        label={t("login")}
        name="login"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
    </CardForm>
  );
}
