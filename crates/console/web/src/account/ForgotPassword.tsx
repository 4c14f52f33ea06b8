import { Link } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/TextField";
import { Card } from "./Card";
import { Trouble } from "./Trouble";

/** Asks for a link to choose another password with. */
export function ForgotPassword() {
  const t = useTranslations("forgotPassword");
  const [isAsked, setIsAsked] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const troubleId = useId();

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const login = String(new FormData(event.currentTarget).get("login") ?? "").trim();
    setIsBusy(true);
    setTrouble(null);
    try {
      await call("POST", "/v1/password-resets", { login });
      setIsAsked(true);
    } catch (error) {
      setTrouble(error instanceof Problem ? error.message : t("unreachable"));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Card title={t("title")} onSubmit={(event) => void submit(event)}>
      {isAsked ? (
        <p role="status" className="text-muted text-sm">
          {t("asked")}
        </p>
      ) : (
        <>
          <TextField
            label={t("login")}
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
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
        </>
      )}
      <Link to="/" className="text-accent-text text-sm underline">
        {t("back")}
      </Link>
    </Card>
  );
}
