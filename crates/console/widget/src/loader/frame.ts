import { type ToLoader, type ToPage, unwrap, wrap } from '../shared/protocol';

/** The frame with the page in it, made when it is first needed. What is said before the page listens waits. */
export class Frame {
  readonly #origin: string;
  readonly #url: string;
  readonly #hear: (message: ToLoader) => void;
  #element: HTMLIFrameElement | undefined;
  #isReady = false;
  #waiting: ToPage[] = [];

  constructor(server: URL, channel: string, hear: (message: ToLoader) => void) {
    this.#origin = server.origin;
    this.#url = new URL(`/widget/${channel}#${encodeURIComponent(location.origin)}`, server).href;
    this.#hear = hear;
    addEventListener('message', (event) => this.#receive(event));
  }

  get element(): HTMLIFrameElement | undefined {
    return this.#element;
  }

  /** The frame; made, and put before `launcher`, if there is none yet. */
  make(launcher: Element, title: string): HTMLIFrameElement {
    if (this.#element === undefined) {
      const frame = document.createElement('iframe');
      frame.className = 'frame';
      frame.title = title;
      frame.allow = 'autoplay; clipboard-write';
      frame.src = this.#url;
      launcher.before(frame);
      this.#element = frame;
    }
    return this.#element;
  }

  say(message: ToPage): void {
    if (this.#isReady) this.answer(message);
    else this.#waiting.push(message);
  }

  /** Says something to a page that asked for it, ready or not. */
  answer(message: ToPage): void {
    this.#element?.contentWindow?.postMessage(wrap(message), this.#origin);
  }

  remove(): void {
    this.#element?.remove();
    this.#element = undefined;
    this.#isReady = false;
    this.#waiting = [];
  }

  #receive(event: MessageEvent): void {
    if (event.origin !== this.#origin || event.source === null || event.source !== this.#element?.contentWindow) return;
    const message = unwrap<ToLoader>(event.data);
    if (message === undefined) return;
    if (message.type === 'ready') {
      this.#isReady = true;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const said of waiting) this.say(said);
    }
    this.#hear(message);
  }
}
