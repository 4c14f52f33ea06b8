/** How many are kept. */
const MOST = 8;

/** What was looked for lately, the latest first. */
export class Searches {
  readonly #keep: (all: readonly string[]) => void;
  all: readonly string[] = [];

  constructor(keep: (all: readonly string[]) => void) {
    this.#keep = keep;
  }

  restore(kept: readonly string[]): void {
    this.all = kept;
  }

  add(words: string): void {
    if (!words) return;
    const others = this.all.filter((each) => each.toLowerCase() !== words.toLowerCase());
    this.all = [words, ...others].slice(0, MOST);
    this.#keep(this.all);
  }
}
