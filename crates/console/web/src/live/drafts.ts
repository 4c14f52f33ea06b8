/** What was begun and not sent, by room. */
export class Drafts {
  readonly #texts = new Map<string, string>();
  readonly #files = new Map<string, readonly File[]>();
  readonly #keep: (key: string, text: string) => void;

  constructor(keep: (key: string, text: string) => void) {
    this.#keep = keep;
  }

  restore(kept: ReadonlyMap<string, string>): void {
    for (const [key, text] of kept) this.#texts.set(key, text);
  }

  get(roomId: string, isNote: boolean): string {
    return this.#texts.get(keyOf(roomId, isNote)) ?? "";
  }

  put(roomId: string, isNote: boolean, text: string): void {
    const key = keyOf(roomId, isNote);
    if ((this.#texts.get(key) ?? "") === text) return;
    if (text) this.#texts.set(key, text);
    else this.#texts.delete(key);
    this.#keep(key, text);
  }

  /** The files that were attached: until the page is loaded anew, for they may be large. */
  files(roomId: string): readonly File[] {
    return this.#files.get(roomId) ?? [];
  }

  putFiles(roomId: string, files: readonly File[]): void {
    if (files.length > 0) this.#files.set(roomId, files);
    else this.#files.delete(roomId);
  }
}

function keyOf(roomId: string, isNote: boolean): string {
  return `${roomId}:${isNote ? "note" : "reply"}`;
}
