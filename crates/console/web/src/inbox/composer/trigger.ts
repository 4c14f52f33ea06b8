/** What somebody has begun to look for with `/` or `@`. */
export interface Trigger {
  readonly kind: "canned" | "mention";
  readonly typed: string;
  /** Where it begins in the text, with its sign. */
  readonly from: number;
}

/** What is looked for at the caret, if anything. `/` counts at the beginning of a word only, and so does `@`. */
export function triggerAt(text: string, caret: number, isNote: boolean): Trigger | null {
  const match = /(?:^|\s)([/@])([^\s/@]*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const [, sign, typed = ""] = match;
  if (sign === "@" && !isNote) return null;
  return { kind: sign === "@" ? "mention" : "canned", typed, from: caret - typed.length - 1 };
}

/** The text with what was looked for replaced by what was found, and where the caret goes. */
export function replaced(
  text: string,
  { from }: Trigger,
  caret: number,
  found: string,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + found + text.slice(caret), caret: from + found.length };
}
