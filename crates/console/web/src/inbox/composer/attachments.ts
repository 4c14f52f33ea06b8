import type { Me } from "@/api/types";
import { randomId } from "@/live/ids";

/** A file that is about to be sent. */
export interface Attached {
  readonly key: string;
  readonly file: File;
}

/** What files the server takes from this user. */
export type Limits = NonNullable<Me["files"]>;

/** Why a file cannot be sent. */
export type Refusal = "tooLarge" | "wrongType";

/** Why the server would refuse a file; null: it would not. */
export function refusalOf(file: Pick<File, "size" | "type">, limits: Limits | undefined): Refusal | null {
  if (!limits) return null;
  if (file.size > limits.max_bytes) return "tooLarge";
  const isTaken = limits.media_types.some((taken) => {
    if (taken === "*/*" || taken === file.type) return true;
    return taken.endsWith("/*") && file.type.startsWith(taken.slice(0, -1));
  });
  // A browser that does not know the type says nothing: the server looks itself.
  return isTaken || file.type === "" ? null : "wrongType";
}

export function attach(files: Iterable<File>): Attached[] {
  return [...files].map((file) => ({ key: randomId(), file }));
}
