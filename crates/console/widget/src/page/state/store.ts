/** What of a storage is used. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What the browser keeps of a channel for the visitor: in the frame's part of the storage, which the site cannot read. */
export class Store {
  readonly #prefix: string;
  readonly #storage: Kept;

  constructor(channel: string, storage: Kept) {
    this.#prefix = `switchroom.${channel}.`;
    this.#storage = storage;
  }

  get<T>(key: string): T | undefined {
    const text = this.#storage.getItem(this.#prefix + key);
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      return undefined;
    }
  }

  set(key: string, value: unknown): void {
    try {
      this.#storage.setItem(this.#prefix + key, JSON.stringify(value));
    } catch {
      // The storage is full: what was said is sent, but a reload would forget it.
    }
  }

  remove(key: string): void {
    this.#storage.removeItem(this.#prefix + key);
  }

  /** The keys that begin with a word. */
  keys(word: string): string[] {
    const start = this.#prefix + word;
    const keys = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at));
    return keys.filter((key) => key?.startsWith(start)).map((key) => (key as string).slice(this.#prefix.length));
  }

  /** Forgets everything. */
  clear(): void {
    for (const key of this.keys('')) this.remove(key);
  }
}

/** A storage that lasts as long as the page. */
export function memory(): Kept {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    key: (at) => [...kept.keys()][at] ?? null,
    get length() {
      return kept.size;
    },
  };
}
