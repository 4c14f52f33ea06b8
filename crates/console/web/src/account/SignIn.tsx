import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { TextField } from "@/ui/TextField";
import { CardForm } from "./CardForm";
import { CardLink } from "./CardLink";
import { signIn } from "./session";

/** Where one signs in. */
export function SignIn({ hasEnded }: { hasEnded: boolean }) {
  const t = useTranslations("signIn");
  const [asksForCode, setAsksForCode] = useState(false);
  const isUnclaimed = useIsUnclaimed();

  const send = async (form: FormData): Promise<void> => {
    const field = (name: string): string => String(form.get(name) ?? "");
    await signIn(field("username").trim(), field("password"), field("totp").trim());
  };
  const explain = (code: string): string | null | undefined => {
    switch (code) {
      case "totp_required":
        setAsksForCode(true);
        return null;
      case "wrong_credentials":
        return t("wrong");
      case "wrong_totp":
        return t("wrongCode");
      default:
        return undefined;
    }
  };

  return (
    <CardForm
      title={t("title")}
      submit={t("submit")}
      send={send}
      explain={explain}
      below={<CardLink to="/forgot">{t("forgot")}</CardLink>}
    >
      {isUnclaimed && <p className="rounded-md bg-note px-3 py-2 text-note-ink text-sm">{t("unclaimed")}</p>}
      {hasEnded && <p className="rounded-md bg-note px-3 py-2 text-note-ink text-sm">{t("ended")}</p>}
      <TextField
        label={t("username")}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <TextField label={t("password")} name="password" type="password" autoComplete="current-password" required />
      {asksForCode && (
        <TextField
          label={t("code")}
          name="totp"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          hint={t("codeHint")}
        />
      )}
    </CardForm>
  );
}

/** Whether nobody has made this server his yet. */
function useIsUnclaimed(): boolean {
  const [isUnclaimed, setIsUnclaimed] = useState(false);
  useEffect(() => {
    call<{ claimed: boolean }>("GET", "/v1/setup").then(
      ({ claimed }) => setIsUnclaimed(!claimed),
      // Signing in says whatever is wrong.
      () => undefined,
    );
  }, []);
  return isUnclaimed;
}
