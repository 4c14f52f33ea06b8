import { type ToLoader, type ToPage, unwrap, wrap } from '../shared/protocol';

/** The way to the loader on the site's page. The frame's policy says which sites there can be; the loader says which one it is. */
export class Bridge {
  readonly #origin: string | undefined;

  #hear: (message: ToPage) => void = () => undefined;

  constructor() {
    const told = decodeURIComponent(location.hash.slice(1));
    this.#origin = window.parent !== window && told !== '' ? told : undefined;
    if (this.#origin === undefined) return;
    addEventListener('message', (event) => {
      if (event.source !== window.parent || event.origin !== this.#origin) return;
      const message = unwrap<ToPage>(event.data);
      if (message !== undefined) this.#hear(message);
    });
  }

  /** From now on this hears what the loader says. */
  set hear(hear: (message: ToPage) => void) {
    this.#hear = hear;
  }

  /** Whether one of our own pages shows it in a frame. */
  get isOurs(): boolean {
    return this.#origin === location.origin;
  }

  /** Whether the page is in a frame of a loader's. */
  get isFramed(): boolean {
    return this.#origin !== undefined;
  }

  say(message: ToLoader): void {
    if (this.#origin !== undefined) window.parent.postMessage(wrap(message), this.#origin);
  }
}
