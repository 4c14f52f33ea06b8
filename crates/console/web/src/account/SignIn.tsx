import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Logo } from "@/ui/Logo";
import { TextField } from "@/ui/TextField";
import { signIn } from "./session";

/** Where one signs in. */
export function SignIn({ hasEnded }: { hasEnded: boolean }) {
  const t = useTranslations("signIn");
  const [asksForCode, setAsksForCode] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const troubleId = useId();

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
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
    <main className="scroller flex h-full flex-col items-center justify-center bg-canvas p-4">
      <form
        onSubmit={(event) => void submit(event)}
        className="flex w-full max-w-80 flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-float"
      >
        <div className="flex items-center gap-2">
          <Logo size={24} />
          <h1 className="font-semibold text-base">{t("title")}</h1>
        </div>
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
        {trouble && (
          <p id={troubleId} role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger text-sm">
            {trouble}
          </p>
        )}
        <Button
          type="submit"
          look="primary"
          className="h-9"
          disabled={isBusy}
          aria-describedby={trouble ? troubleId : undefined}
        >
          {t("submit")}
        </Button>
      </form>
    </main>
  );
}
