import type { ProblemDocument } from "./types";

/** A request that the server refused. `code` says why, for programs. */
export class Problem extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail || document.title);
    this.name = "Problem";
    this.document = document;
  }

  get code(): string {
    return this.document.code;
  }

  get status(): number {
    return this.document.status;
  }
}

/** The server could not be reached, or did not answer as itself: try again later. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("The server cannot be reached", { cause });
    this.name = "Unreachable";
  }
}

/** Whether the server knows nothing at that address: an older one, or a thing that is gone. */
export function isMissing(error: unknown): boolean {
  return error instanceof Problem && (error.status === 404 || error.status === 405);
}

/** Whether another try, later, may succeed although nothing is changed. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof Problem && (error.status === 429 || error.status >= 500);
}
