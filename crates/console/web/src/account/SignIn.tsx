import { Link } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/TextField";
import { Card } from "./Card";
import { signIn } from "./session";
import { Trouble } from "./Trouble";

/** Where one signs in. */
export function SignIn({ hasEnded }: { hasEnded: boolean }) {
  const t = useTranslations("signIn");
  const [asksForCode, setAsksForCode] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const troubleId = useId();

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = new FormData(event.currentTarget);
    const field = (name: string): string => String(form.get(name) ?? "");
    setIsBusy(true);
    setTrouble(null);
    try {
      await signIn(field("username").trim(), field("password"), field("totp").trim());
    } catch (error) {
      const code = error instanceof Problem ? error.code : "";
      if (code === "totp_required") setAsksForCode(true);
      else if (code === "wrong_credentials") setTrouble(t("wrong"));
      else if (code === "wrong_totp") setTrouble(t("wrongCode"));
      else setTrouble(error instanceof Problem ? error.message : t("unreachable"));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Card title={t("title")} onSubmit={(event) => void submit(event)}>
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
          inputMode="numeric"
          required
          autoFocus
          hint={t("codeHint")}
        />
      )}
      <Trouble id={troubleId} text={trouble} />
      <Button
        type="submit"
        look="primary"
        className="h-9"
        disabled={isBusy}
        aria-describedby={trouble ? troubleId : undefined}
      >
        {t("submit")}
      </Button>
      <Link to="/forgot" className="text-accent-text text-sm underline">
        {t("forgot")}
      </Link>
    </Card>
  );
}
