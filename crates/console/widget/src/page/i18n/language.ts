import { type Catalogue, en, type Key } from './en';
import { fr } from './fr';
import { id } from './id';

const CATALOGUES: Record<string, Catalogue> = { en, id, fr };
const DAY = 24 * 60 * 60 * 1000;

/** The keys that have forms of number, without the `#` and the form. */
export type Counted = Key extends infer K ? (K extends `${infer Name}#other` ? Name : never) : never;

/** A language: its words, and how it writes numbers, days and times. */
export class Language {
  /** As BCP 47 names it. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly #words: Catalogue;
  readonly #plural: Intl.PluralRules;

  /** The first of the wanted languages that there is a catalogue of, or English. */
  constructor(wanted: readonly string[]) {
    const known = wanted.find((tag) => baseOf(tag) in CATALOGUES) ?? 'en';
    this.tag = known;
    this.#words = CATALOGUES[baseOf(known)] ?? en;
    this.#plural = new Intl.PluralRules(known);
    this.direction = ['ar', 'fa', 'he', 'ur'].includes(baseOf(known)) ? 'rtl' : 'ltr';
  }

  /** A text, with what stands for `{name}` put in. */
  text(key: Key, values: Record<string, string | number> = {}): string {
    return this.#words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  /** A text that counts something. */
  count(key: Counted, count: number): string {
    const form = `${key}#${this.#plural.select(count)}` as Key;
    const there = form in this.#words ? form : (`${key}#other` as Key);
    return this.text(there, { count: new Intl.NumberFormat(this.tag).format(count) });
  }

  /** How much bytes are, as people say it. */
  bytes(count: number): string {
    const units = { byte: 1, kilobyte: 1e3, megabyte: 1e6 };
    const unit = count < 1e3 ? 'byte' : count < 1e6 ? 'kilobyte' : 'megabyte';
    const shown = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(this.tag, shown).format(count / units[unit]);
  }

  /** The time of day. */
  time(at: string): string {
    return new Intl.DateTimeFormat(this.tag, { timeStyle: 'short' }).format(new Date(at));
  }

  /** Day and time. */
  moment(at: string): string {
    return new Intl.DateTimeFormat(this.tag, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
  }

  /** The day, as people call it. */
  day(at: string, now = Date.now()): string {
    const day = new Date(at).toDateString();
    if (day === new Date(now).toDateString()) return this.text('today');
    if (day === new Date(now - DAY).toDateString()) return this.text('yesterday');
    return new Intl.DateTimeFormat(this.tag, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at));
  }

  /** When somebody will be back: the day is told if it is another one. */
  soon(at: string, now = Date.now()): string {
    if (new Date(at).toDateString() === new Date(now).toDateString()) return this.time(at);
    return new Intl.DateTimeFormat(this.tag, { weekday: 'long', hour: 'numeric', minute: 'numeric' }).format(
      new Date(at),
    );
  }
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}
