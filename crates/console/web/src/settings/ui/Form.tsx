import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/Button";
import { classes } from "@/ui/classes";
import { FieldTrouble } from "./Field";
import { FormTrouble } from "./FormTrouble";

interface Props {
  trouble: unknown;
  isBusy: boolean;
  submit: string;
  onSubmit: () => void;
  onCancel?: (() => void) | undefined;
  isDisabled?: boolean;
  look?: "primary" | "danger";
  /** Whether its buttons stay in sight while a long form is scrolled. */
  isLong?: boolean;
  className?: string;
  children: ReactNode;
}

/** A form: its fields, what is wrong with it, and its buttons. */
export function Form({
  trouble,
  isBusy,
  submit,
  onSubmit,
  onCancel,
  isDisabled,
  look = "primary",
  isLong = false,
  className,
  children,
}: Props) {
  const t = useTranslations("common");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      className={classes("flex min-h-0 flex-col gap-4", className)}
    >
      <FieldTrouble of={trouble}>{children}</FieldTrouble>
      <FormTrouble of={trouble} />
      <div
        className={classes(
          "flex flex-wrap justify-end gap-2",
          isLong && "sticky bottom-0 z-10 border-line border-t bg-surface py-3",
        )}
      >
        {onCancel && <Button onClick={onCancel}>{t("cancel")}</Button>}
        <Button type="submit" look={look} disabled={isBusy || isDisabled}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
