import type { ReactNode } from "react";
import { classes } from "@/ui/classes";

export type Tone = "good" | "bad" | "warn" | "plain";

const DOTS: Record<Tone, string> = {
  good: "bg-good",
  bad: "bg-danger",
  warn: "bg-note-line dark:bg-note-ink",
  plain: "bg-line-strong",
};

/** A state, in a word with a dot of its colour. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="inline-flex h-5 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border border-line px-2 text-ink text-xs">
      <span aria-hidden="true" className={classes("size-1.5 rounded-full", DOTS[tone])} />
      {children}
    </span>
  );
}

/** A name that programs use. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <code className="inline-block max-w-full truncate rounded bg-sunken px-1.5 align-bottom font-mono text-muted text-xs">
      {children}
    </code>
  );
}
