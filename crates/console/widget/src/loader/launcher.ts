import type { Words } from './words';

const CHAT =
  'M12 3C6.5 3 2 6.7 2 11.3c0 2.6 1.5 5 3.8 6.5-.1 1-.5 2.1-1.4 3.1 1.9-.1 3.5-.7 4.8-1.6.9.2 1.8.3 2.8.3 5.5 0 10-3.7 10-8.3S17.5 3 12 3Z';
const X = 'M6 9.5l6 6 6-6';

/** The round button that opens the widget. */
export class Launcher {
  readonly element: HTMLButtonElement;
  readonly #badge: HTMLSpanElement;
  readonly #words: Words;
  #unread = 0;
  #isOpen = false;

  constructor(words: Words, pressed: () => void) {
    this.#words = words;
    this.element = document.createElement('button');
    this.element.type = 'button';
    this.element.className = 'launcher';
    this.#badge = document.createElement('span');
    this.#badge.className = 'badge';
    this.element.append(icon('chat', CHAT, true), icon('x', X, false), this.#badge);
    this.element.addEventListener('click', pressed);
    this.#draw();
  }

  set unread(count: number) {
    this.#unread = count;
    this.#draw();
  }

  set isOpen(open: boolean) {
    this.#isOpen = open;
    this.#draw();
  }

  #draw(): void {
    const { open, close, unread } = this.#words;
    const count = this.#isOpen ? 0 : this.#unread;
    this.element.ariaExpanded = String(this.#isOpen);
    this.element.ariaLabel = this.#isOpen ? close : open + (count > 0 ? unread(count) : '');
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count > 99 ? '99+' : String(count);
  }
}

function icon(name: string, path: string, filled: boolean): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, string>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const svg = make('svg', { class: name, viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  const look = {
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2.4',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  };
  svg.append(make('path', filled ? { d: path, fill: 'currentColor' } : { d: path, ...look }));
  return svg;
}
