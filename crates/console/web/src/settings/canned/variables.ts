/** What is filled in when a canned response is said, in the order of their buttons. */
export const VARIABLES = ["contact.name", "contact.email", "user.name", "room.number", "room.topic"] as const;

export type Variable = (typeof VARIABLES)[number];

/** A text with something put in the place of what was marked, and where the caret then stands. */
export function put(text: string, start: number, end: number, what: string): { text: string; caret: number } {
  return { text: text.slice(0, start) + what + text.slice(end), caret: start + what.length };
}
