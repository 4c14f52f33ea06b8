import { Link } from "@tanstack/react-router";
import { type FormEvent, useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/TextField";
import { Card } from "./Card";
import { Trouble } from "./Trouble";

/** Where a mailed link leads: of an invitation, or of a forgotten password. */
export function ChoosePassword() {
  const t = useTranslations("choosePassword");
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
  const [isDone, setIsDone] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const troubleId = useId();

  // Whoever looks over one's shoulder, or at the history, finds no link that is still good.
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    setIsBusy(true);
    setTrouble(null);
    try {
      await call("POST", "/v1/password-resets/redeem", { token, password });
      setIsDone(true);
    } catch (error) {
      const isTooOld = error instanceof Problem && error.code === "invalid_token";
      setTrouble(isTooOld ? t("tooOld") : error instanceof Problem ? error.message : t("unreachable"));
    } finally {
      setIsBusy(false);
    }
  };

  if (isDone) {
    return (
      <Card title={t("done")}>
        <Link to="/" className="text-accent-text text-sm underline">
          {t("signIn")}
        </Link>
      </Card>
    );
  }
  return (
    <Card title={t("title")} onSubmit={(event) => void submit(event)}>
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
    </Card>
  );
}
