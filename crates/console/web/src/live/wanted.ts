import { api, bodyOf } from "@/api/client";
import { isMissing } from "@/api/problem";
import type { Contact, Message, Room } from "@/api/types";
import { fetchNewest } from "./messages";
import type { Store } from "./store";

/** Requests at the same time: enough to fill a screen at once, few enough that an answer to a click is not behind them. */
const AT_ONCE = 6;

/** Fetches single things that turned out to be shown: each once, a few at a time, the latest wish first. */
export class Wanted {
  readonly #store: Store;
  readonly #waiting = new Map<string, () => Promise<void>>();
  readonly #asked = new Set<string>();
  #running = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  contact(id: string): void {
    if (!this.#store.contacts.has(id)) this.#want(`contact:${id}`, () => this.fetchContact(id));
  }

  preview(id: string): void {
    if (!this.#store.previews.has(id)) this.#want(`message:${id}`, () => this.#fetchMessage(id));
  }

  room(id: string): void {
    if (!this.#store.rooms.has(id)) this.#want(`room:${id}`, () => this.#fetchRoom(id));
  }

  /** A room's newest messages, because it is likely to be opened next. */
  thread(id: string): void {
    if (!this.#store.thread(id).isCurrent) this.#want(`thread:${id}`, () => fetchNewest(this.#store, id));
  }

  async fetchContact(id: string): Promise<void> {
    const contact = await bodyOf(api.GET("/v1/contacts/{id}", { params: { path: { id } } }));
    this.#store.putContact(contact as Contact);
  }

  async #fetchMessage(id: string): Promise<void> {
    const message = await bodyOf(api.GET("/v1/messages/{id}", { params: { path: { id } } }));
    this.#store.putPreview(message as Message);
  }

  async #fetchRoom(id: string): Promise<void> {
    const room = await bodyOf(api.GET("/v1/rooms/{id}", { params: { path: { id } } }));
    this.#store.putRoom(room as Room);
  }

  #want(key: string, fetch: () => Promise<void>): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#waiting.set(key, fetch);
    this.#next();
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const latest = [...this.#waiting].at(-1);
      if (!latest) return;
      const [key, fetch] = latest;
      this.#waiting.delete(key);
      this.#running += 1;
      void fetch()
        .then(
          () => this.#asked.delete(key),
          (error: unknown) => {
            // What is gone is gone; anything else may be asked for again.
            if (!isMissing(error)) this.#asked.delete(key);
          },
        )
        .finally(() => {
          this.#running -= 1;
          this.#next();
        });
    }
  }
}
