/** What the variables of canned responses stand for in one room. */
export type Values = Readonly<Record<string, string | undefined>>;

/** A canned response with its variables filled in. What is not known stays as it is, so that its author sees it before it is sent. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => values[name] || whole);
}
