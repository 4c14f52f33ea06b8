import { inkOn } from '../shared/contrast';
import type { Fields, Identity, ToLoader } from '../shared/protocol';
import { COLOR, type Widget as Settings } from '../shared/widget';
import { Frame } from './frame';
import { Launcher } from './launcher';
import { type EventName, type Listener, Listeners } from './listeners';
import { Memory } from './memory';
import { FULL_SCREEN, styles } from './styles';
import { type Words, words } from './words';

/** The widget on a site's page, as the site's scripts can speak to it. */
export class Widget {
  readonly #listeners = new Listeners();
  readonly #frame: Frame;
  readonly #launcher: Launcher;
  readonly #words: Words;
  readonly #memory: Memory;
  #isOpen = false;

  constructor(server: URL, settings: Settings) {
    const color = settings.color ?? COLOR;
    this.#words = words(settings.locale);
    this.#memory = new Memory(settings.channel_id);
    this.#launcher = new Launcher(this.#words, () => this.toggle());
    this.#frame = new Frame(server, settings.channel_id, (message) => this.#hear(message));

    const host = document.createElement('switchroom-widget');
    const root = host.attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [styles(color, inkOn(color), settings.position)];
    root.append(this.#launcher.element);
    document.body.append(host);
    // Whoever has talked with us before is to see what was answered meanwhile.
    if (this.#memory.isKnown) this.#make();
  }

  /** Tells whoever listens that the widget is there. */
  begun(): void {
    this.#listeners.tell('ready');
  }

  /** Says who the visitor is, by the word of the site's server, which signed the id. */
  identify(identity: Identity): void {
    this.#make();
    this.#frame.say({ type: 'identify', identity });
  }

  /** Sets fields of the visitor's contact. */
  setFields(fields: Fields): void {
    this.#make();
    this.#frame.say({ type: 'fields', fields });
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const frame = this.#make();
    // A frame that was made just now has no look to change from.
    frame.getBoundingClientRect();
    frame.classList.add('open');
    this.#launcher.isOpen = true;
    frame.focus();
    this.#frame.say({ type: 'opened', modal: matchMedia(FULL_SCREEN).matches });
    this.#listeners.tell('open');
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#frame.element?.classList.remove('open');
    this.#launcher.isOpen = false;
    this.#launcher.element.focus();
    this.#frame.say({ type: 'closed' });
    this.#listeners.tell('close');
  }

  toggle(): void {
    if (this.#isOpen) this.close();
    else this.open();
  }

  /** Listens to `ready`, `open`, `close`, `message`, `unread` or `rated`. */
  on(event: EventName, listener: Listener): void {
    this.#listeners.on(event, listener);
  }

  off(event: EventName, listener: Listener): void {
    this.#listeners.off(event, listener);
  }

  /** Forgets the visitor, as at the end of a session on the site. */
  shutdown(): void {
    this.close();
    this.#make();
    this.#frame.say({ type: 'shutdown' });
  }

  #make(): HTMLIFrameElement {
    return this.#frame.make(this.#launcher.element, this.#words.frame);
  }

  #hear(message: ToLoader): void {
    switch (message.type) {
      case 'close':
        return this.close();
      case 'message':
        return this.#listeners.tell('message', message.message);
      case 'unread':
        this.#launcher.unread = message.count;
        return this.#listeners.tell('unread', message.count);
      case 'rated':
        return this.#listeners.tell('rated', message.value);
      case 'known':
        this.#memory.isKnown = message.known;
        return;
      case 'gone':
        this.#memory.forget();
        this.#launcher.unread = 0;
        return this.#frame.remove();
      case 'restore':
        return this.#frame.answer({ type: 'kept', entries: this.#memory.entries() });
      case 'keep':
        return this.#memory.keep(message.key, message.value);
      case 'ready':
    }
  }
}
