import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { classes } from "@/ui/classes";

const LOOKS = {
  primary: "bg-accent text-accent-ink hover:brightness-110",
  plain: "border border-line bg-surface text-ink hover:bg-hover",
};

function Anchor({ look = "plain", className, ...rest }: ComponentProps<"a"> & { look?: keyof typeof LOOKS }) {
  return (
    <a
      {...rest}
      className={classes(
        "inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 font-medium text-sm",
        LOOKS[look],
        className,
      )}
    />
  );
}

/** A way to another page that looks like a button. */
export const LinkButton = createLink(Anchor);
