/** A piece of a message's text. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

const LINK = /(?:https?:\/\/|www\.)[^\s<>"']+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
const ENDING = /[.,;:!?)\]}'"»”]+$/u;

/** Finds the addresses in a text, so that they can be followed. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const found = withoutEnding(match[0]);
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    pieces.push({ kind: "link", text: found, href: hrefOf(found) });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

/** A full stop after an address ends the sentence; a bracket belongs to it if it was opened in it. */
function withoutEnding(found: string): string {
  let kept = found;
  for (;;) {
    const last = kept.at(-1) ?? "";
    if (!ENDING.test(last)) return kept;
    if (last === ")" && kept.includes("(")) return kept;
    kept = kept.slice(0, -1);
  }
}

function hrefOf(found: string): string {
  if (/^https?:/i.test(found)) return found;
  return found.toLowerCase().startsWith("www.") ? `https://${found}` : `mailto:${found}`;
}

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\s){1,16}$/u;

/** Whether a text is nothing but a few emoji, which are then shown large. */
export function isEmojiOnly(text: string): boolean {
  return EMOJI_ONLY.test(text) && text.trim().length > 0;
}
