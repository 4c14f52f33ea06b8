import type { ComponentProps } from "react";
import { classes } from "./classes";

type Look = "primary" | "plain" | "quiet" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-accent-ink hover:brightness-110",
  plain: "border border-line bg-surface text-ink hover:bg-hover",
  quiet: "text-muted hover:bg-hover hover:text-ink",
  danger: "border border-line bg-surface text-danger hover:bg-danger-soft",
};

/** A button. */
export function Button({ look = "plain", className, ...rest }: ComponentProps<"button"> & { look?: Look }) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        "inline-flex h-7 shrink-0 select-none items-center justify-center gap-1.5 rounded-md px-2.5 font-medium text-sm",
        "transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50",
        LOOKS[look],
        className,
      )}
    />
  );
}
