import { useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Card } from "@/account/Card";
import { CardForm } from "@/account/CardForm";
import { CardLink } from "@/account/CardLink";
import { signedIn } from "@/account/session";
import { useSecretOfLink } from "@/account/useSecretOfLink";
import { call } from "@/api/call";
import { SettingsLanguage } from "@/settings/SettingsLanguage";
import { TextField } from "@/ui/TextField";
import { setupOf } from "./body";

/** Where the link leads that a new server prints: whoever has it becomes its first administrator. */
export function Setup() {
  return (
    <SettingsLanguage>
      <SetupForm />
    </SettingsLanguage>
  );
}

function SetupForm() {
  const t = useTranslations("setup");
  const navigate = useNavigate();
  const token = useSecretOfLink();

  const send = async (form: FormData): Promise<void> => {
    await call("POST", "/v1/setup", setupOf(token, form));
    await signedIn();
    await navigate({ to: "/welcome", replace: true });
  };

  if (!token) {
    return (
      <Card title={t("title")}>
        <p className="text-muted text-sm">{t("noToken")}</p>
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
      below={<CardLink to="/">{t("signIn")}</CardLink>}
    >
      <p className="text-muted text-sm">{t("about")}</p>
      <TextField label={t("organization")} name="organization_name" autoComplete="organization" required autoFocus />
      <TextField label={t("name")} name="name" autoComplete="name" required />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        hint={t("emailHint")}
      />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
        hint={t("passwordHint")}
      />
    </CardForm>
  );
}
