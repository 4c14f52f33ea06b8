import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";

interface Props {
  number: number;
  isDone: boolean;
  title: string;
  children: ReactNode;
}

/** One step of a few: which it is, or that it is done. */
export function Step({ number, isDone, title, children }: Props) {
  const t = useTranslations("welcome");
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className={classes(
          "inline-flex size-7 shrink-0 items-center justify-center rounded-full font-semibold text-sm",
          isDone ? "bg-accent text-accent-ink" : "border border-line-strong text-muted",
        )}
      >
        {isDone ? <Check size={15} /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-3 pt-1 text-sm">
        <h2 className="font-semibold text-base">
          {title}
          {isDone && <span className="sr-only"> ({t("done")})</span>}
        </h2>
        {children}
      </div>
    </li>
  );
}
