import type { Piece } from "./format";

/** A piece of a text, or somebody's name in it who is mentioned. */
export type Marked = Piece | { readonly kind: "mention"; readonly text: string; readonly isMe: boolean };

/** Finds the names of those who are mentioned, each after its `@`. */
export function markMentions(
  pieces: readonly Piece[],
  mentioned: readonly { readonly name: string; readonly isMe: boolean }[],
): readonly Marked[] {
  // Ann Lee before Ann.
  const longestFirst = [...mentioned].sort((a, b) => b.name.length - a.name.length);
  return pieces.flatMap((piece) => (piece.kind === "text" ? marked(piece.text, longestFirst) : [piece]));
}

function marked(text: string, mentioned: readonly { name: string; isMe: boolean }[]): readonly Marked[] {
  const marks: Marked[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const found = mentioned.find(({ name }) => text.startsWith(name, at + 1));
    if (!found) continue;
    if (at > from) marks.push({ kind: "text", text: text.slice(from, at) });
    marks.push({ kind: "mention", text: `@${found.name}`, isMe: found.isMe });
    from = at + 1 + found.name.length;
  }
  if (from < text.length) marks.push({ kind: "text", text: text.slice(from) });
  return marks;
}
