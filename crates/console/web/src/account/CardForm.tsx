import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Card } from "./Card";

interface Props {
  title: string;
  /** What the button says. */
  submit: string;
  /** Sends what was filled in. Throws why that was refused. */
  send: (form: FormData) => Promise<void>;
  /** Words of the page's own for a refusal, by its code; null: it need not be told. Left out: the server's words. */
  explain?: (code: string) => string | null | undefined;
  children: ReactNode;
  /** What stands below the button. */
  below?: ReactNode;
}

/** A card with a form: it says why what was sent was refused. */
export function CardForm({ title, submit, send, explain, children, below }: Props) {
  const t = useTranslations("signIn");
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const troubleId = useId();

  const words = (error: unknown): string | null => {
    if (!(error instanceof Problem)) return t("unreachable");
    const own = explain?.(error.code);
    return own === undefined ? error.message : own;
  };
  const onSubmit = async (form: FormData): Promise<void> => {
    setIsBusy(true);
    setTrouble(null);
    try {
      await send(form);
    } catch (error) {
      setTrouble(words(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Card title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit(new FormData(event.currentTarget));
        }}
        className="flex flex-col gap-4"
      >
        {children}
        {trouble !== null && (
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
          {submit}
        </Button>
      </form>
      {below}
    </Card>
  );
}
