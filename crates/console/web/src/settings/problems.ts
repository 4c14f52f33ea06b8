import { Problem } from "@/api/problem";

/** What the server said of a field, or of a part of it such as `events[2]` or `batching.max_events`. */
export function fieldError(trouble: unknown, name: string): string | undefined {
  if (!(trouble instanceof Problem)) return undefined;
  const field = trouble.document.field;
  if (!field) return undefined;
  const isOf = field === name || field.startsWith(`${name}[`) || field.startsWith(`${name}.`);
  return isOf ? trouble.message : undefined;
}

/** What went wrong, in words. */
export function wordsOf(trouble: unknown, unreachable: string): string {
  return trouble instanceof Problem ? trouble.message : unreachable;
}
