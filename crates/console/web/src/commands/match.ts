/** How well a text answers what somebody typed: 0, not at all; more is better. Every word of it must begin a word of the text, or be in it. */
export function match(text: string, typed: string): number {
  return scoreOf(fold(text), wordsOf(typed));
}

function wordsOf(typed: string): string[] {
  return fold(typed).split(" ").filter(Boolean);
}

function scoreOf(folded: string, wanted: readonly string[]): number {
  let score = 1;
  for (const word of wanted) {
    const at = folded.indexOf(word);
    if (at < 0) return 0;
    if (at === 0) score += 4;
    else if (folded[at - 1] === " " || folded.includes(` ${word}`)) score += 2;
  }
  return score;
}

/** Without what people leave out when they type quickly. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The best answers, at most so many, the best first and otherwise in their order. */
export function best<T>(all: Iterable<T>, typed: string, textOf: (each: T) => string, most: number): T[] {
  return bestOfFolded(all, typed, (each) => fold(textOf(each)), most);
}

/** The same, of so many that their texts are better folded once than at every key. */
export function bestOfFolded<T>(all: Iterable<T>, typed: string, foldedOf: (each: T) => string, most: number): T[] {
  if (!typed.trim()) return take(all, most);
  const wanted = wordsOf(typed);
  const found: { each: T; score: number; at: number }[] = [];
  let at = 0;
  for (const each of all) {
    const score = scoreOf(foldedOf(each), wanted);
    if (score > 0) found.push({ each, score, at });
    at += 1;
  }
  found.sort((a, b) => b.score - a.score || a.at - b.at);
  return found.slice(0, most).map(({ each }) => each);
}

function take<T>(all: Iterable<T>, most: number): T[] {
  const taken: T[] = [];
  for (const each of all) {
    if (taken.length >= most) break;
    taken.push(each);
  }
  return taken;
}
