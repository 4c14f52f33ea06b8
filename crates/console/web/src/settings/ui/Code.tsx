import { useMemo } from "react";
import { classes } from "@/ui/classes";
import { CopyButton } from "./CopyButton";
import { type JsonKind, jsonPieces } from "./json";

const COLOURS: Record<JsonKind, string> = {
  key: "text-accent-text",
  string: "text-good",
  number: "text-note-ink",
  word: "text-note-ink",
  mark: "text-muted",
};

/** More than this is shown in one colour: a page of spans is slow. */
const MOST_COLOURED = 40_000;

/** A text for programs, that can be copied. */
export function Code({ text, label, isJson = false }: { text: string; label: string; isJson?: boolean }) {
  const pieces = useMemo(() => (isJson && text.length < MOST_COLOURED ? jsonPieces(text) : null), [text, isJson]);
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <div className="absolute end-1.5 top-1.5">
        <CopyButton text={text} />
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        aria-label={label}
        className="scroller max-h-96 overflow-x-auto"
      >
        <pre className={classes("w-max min-w-full px-3 py-2.5 pe-24 font-mono text-xs leading-5")}>
          {pieces
            ? pieces.map(({ text: piece, kind }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
                <span key={at} className={COLOURS[kind]}>
                  {piece}
                </span>
              ))
            : text}
        </pre>
      </section>
    </div>
  );
}
