import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import { Tip } from "./Tip";

interface Props extends Omit<ComponentProps<"button">, "aria-label" | "children"> {
  /** What it does: its name, and its tooltip. */
  label: string;
  keys?: string | undefined;
  isOn?: boolean;
  children: ReactNode;
}

/** A button that is nothing but an icon. */
export function IconButton({ label, keys, isOn, className, children, ...rest }: Props) {
  return (
    <Tip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
        {...rest}
        className={classes(
          "inline-flex size-7 shrink-0 items-center justify-center rounded-md transition-colors",
          "hover:bg-hover hover:text-ink disabled:pointer-events-none disabled:opacity-40",
          isOn ? "bg-hover text-ink" : "text-muted",
          className,
        )}
      >
        {children}
      </button>
    </Tip>
  );
}
