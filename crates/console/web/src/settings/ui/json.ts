/** What a piece of JSON is, for its colour. */
export type JsonKind = "key" | "string" | "number" | "word" | "mark";

const PIECES = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** A text of JSON in pieces, which together are the text. */
export function jsonPieces(text: string): { text: string; kind: JsonKind }[] {
  const pieces: { text: string; kind: JsonKind }[] = [];
  const put = (piece: string, kind: JsonKind): void => {
    if (piece) pieces.push({ text: piece, kind });
  };
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    const [whole, string, colon, number] = match;
    put(text.slice(end, match.index), "mark");
    if (string !== undefined) {
      put(string, colon === undefined ? "string" : "key");
      put(colon ?? "", "mark");
    } else put(whole, number !== undefined ? "number" : "word");
    end = match.index + whole.length;
  }
  put(text.slice(end), "mark");
  return pieces;
}

/** JSON, a field a line; null: the text is none. */
export function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
