import { signal } from '@preact/signals';
import { Problem } from '../api/problem';
import type { QueuedFile } from './files';
import type { Store } from './store';

/** A message that the visitor wrote and the server has not stored yet. */
export interface Queued {
  /** Ours: sent again with it, the message is stored once. */
  local_id: string;
  text: string;
  /** The file that it has. */
  file?: QueuedFile;
  /** When he wrote it. */
  at: string;
  /** Why it was refused; absent: it waits for its turn. */
  failure?: string;
  /** Bytes that a file may have: told of one that is too large. */
  most?: number;
}

/** Milliseconds until it is tried again. */
const SHORTEST = 1000;
const LONGEST = 30_000;

/**
 * What waits to be sent, in order, and outlasts a reload. Each message has a key of its own, so that two pages of the same visitor do not
 * undo each other's.
 */
export class Outbox {
  /** What waits, oldest first. */
  readonly queued = signal<readonly Queued[]>([]);
  /** Whether something was tried in vain since something was sent. */
  readonly hasTried = signal(false);
  readonly #store: Store;
  readonly #send: (message: Queued) => Promise<void>;
  #isSending = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, send: (message: Queued) => Promise<void>) {
    this.#store = store;
    this.#send = send;
    const kept = store.keys('out.').map((key) => store.get<Queued>(key));
    this.queued.value = kept.filter((message) => message !== undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** Adds a message, and sends it when its turn comes. */
  add(message: Queued): void {
    this.#keep(message);
    this.queued.value = [...this.queued.value, message];
    this.wake();
  }

  /** Sends a refused message again. */
  retry(local: string): void {
    const message = this.queued.value.find(({ local_id }) => local_id === local);
    if (message === undefined) return;
    const { failure: _, most: __, ...again } = message;
    this.#replace(again);
    this.wake();
  }

  /** Forgets a message: it was stored, or the visitor gave it up. */
  remove(local: string): void {
    this.#store.remove(`out.${local}`);
    this.queued.value = this.queued.value.filter(({ local_id }) => local_id !== local);
  }

  /** Keeps that the server has the file: it need not be sent again. None: it has it no longer. */
  uploaded(local: string, file: QueuedFile): void {
    const message = this.queued.value.find(({ local_id }) => local_id === local);
    if (message !== undefined) this.#replace({ ...message, file });
  }

  clear(): void {
    clearTimeout(this.#timer);
    for (const { local_id } of this.queued.value) this.remove(local_id);
  }

  /** Goes on now: there is something new, or the server can be reached again. */
  wake(): void {
    clearTimeout(this.#timer);
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        try {
          await this.#send(next);
          this.#tries = 0;
          this.hasTried.value = false;
          this.remove(next.local_id);
        } catch (problem) {
          if (this.#waits(problem)) return;
          this.#fail(next.local_id, problem);
        }
      }
    } finally {
      this.#isSending = false;
    }
  }

  #next(): Queued | undefined {
    return this.queued.value.find(({ failure }) => failure === undefined);
  }

  /** Whether the message is to wait; then the others wait behind it. */
  #waits(problem: unknown): boolean {
    if (!(problem instanceof Problem) || !problem.passes) return false;
    const wait = problem.wait ?? Math.min(LONGEST, SHORTEST * 2 ** this.#tries);
    this.#tries += 1;
    this.hasTried.value = true;
    this.#timer = setTimeout(() => this.wake(), wait);
    return true;
  }

  #fail(local: string, problem: unknown): void {
    const message = this.queued.value.find(({ local_id }) => local_id === local);
    if (message === undefined) return;
    const { code, most } = problem instanceof Problem ? problem : { code: 'unknown', most: undefined };
    this.#replace({ ...message, failure: code, ...(most === undefined ? {} : { most }) });
  }

  #replace(message: Queued): void {
    this.#keep(message);
    this.queued.value = this.queued.value.map((other) => (other.local_id === message.local_id ? message : other));
  }

  #keep(message: Queued): void {
    this.#store.set(`out.${message.local_id}`, message);
  }
}
