const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The most that one wait may take, and how many there may be. */
export const LONGEST = UNITS.d;
export const MOST = 50;

/** A span such as `90s`, `5m`, `1.5h` in milliseconds; null: it is none. */
export function spanOf(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, amount, unit] = match;
  return Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS]);
}

/** Milliseconds as people write them: `5s`, `1h 30m` is `90m`. */
export function spanText(ms: number): string {
  for (const unit of ["d", "h", "m", "s"] as const) {
    if (ms >= UNITS[unit] && ms % UNITS[unit] === 0) return `${ms / UNITS[unit]}${unit}`;
  }
  return `${ms}ms`;
}

export type Schedule =
  | { readonly waits: number[] }
  | { readonly wrong: "empty" | "many" | "word" | "range"; word: string };

/** The waits of a retry schedule such as `5s, 5m, 2h`. */
export function scheduleOf(text: string): Schedule {
  const words = text.split(/[,;\n]+/).flatMap((word) => word.trim() || []);
  if (words.length === 0) return { wrong: "empty", word: "" };
  if (words.length > MOST) return { wrong: "many", word: String(words.length) };
  const waits: number[] = [];
  for (const word of words) {
    const wait = spanOf(word);
    if (wait === null) return { wrong: "word", word };
    if (wait < 1 || wait > LONGEST) return { wrong: "range", word };
    waits.push(wait);
  }
  return { waits };
}

export const scheduleText = (waits: readonly number[]): string => waits.map(spanText).join(", ");
