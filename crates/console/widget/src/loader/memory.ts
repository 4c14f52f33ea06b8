/**
 * What is kept on the site's own origin: whether the visitor has talked with us before; and, only where the browser denies frames a storage
 * of their own, what the page keeps. A browser that keeps nothing here either forgets with the page.
 */
export class Memory {
  readonly #prefix: string;

  constructor(channel: string) {
    this.#prefix = `switchroom.${channel}.`;
  }

  get isKnown(): boolean {
    return this.#all().includes(`${this.#prefix}known`);
  }

  set isKnown(known: boolean) {
    this.keep(`${this.#prefix}known`, known ? '1' : null);
  }

  /** Keeps a value of the page's, or forgets it. Nothing but the channel's own. */
  keep(key: string, value: string | null): void {
    if (!key.startsWith(this.#prefix)) return;
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Then it is forgotten with the page.
    }
  }

  entries(): [string, string][] {
    return this.#all().map((key) => [key, localStorage.getItem(key) ?? '']);
  }

  /** Forgets the visitor. */
  forget(): void {
    for (const key of this.#all()) this.keep(key, null);
  }

  #all(): string[] {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
    } catch {
      return [];
    }
  }
}
