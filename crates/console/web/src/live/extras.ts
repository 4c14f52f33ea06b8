import { call } from "@/api/call";
import { everyPage } from "@/api/pages";
import { Problem } from "@/api/problem";
import type { CannedResponse, SavedView, ServerEvent } from "@/api/types";
import type { Topics } from "./topics";

/** A list that is short enough to be known as a whole. */
export class ShortList<T extends { id: string }> {
  readonly #path: string;
  readonly #field: string;
  readonly #changed: () => void;
  items: readonly T[] = [];

  /** `field`: where the answer of `path` has the entries. */
  constructor(path: string, field: string, changed: () => void) {
    this.#path = path;
    this.#field = field;
    this.#changed = changed;
  }

  async fetch(): Promise<void> {
    try {
      this.items = await everyPage<T>(this.#path, this.#field);
    } catch (error) {
      // Not for this user: then there is none. Out of reach: what was known still holds.
      if (error instanceof Problem && error.status === 403) this.items = [];
    }
    this.#changed();
  }

  async create(body: object): Promise<T> {
    const made = await call<T>("POST", this.#path, body);
    this.#put(made);
    return made;
  }

  async edit(id: string, change: object): Promise<T> {
    const edited = await call<T>("PATCH", `${this.#path}/${id}`, change);
    this.#put(edited);
    return edited;
  }

  async remove(id: string): Promise<void> {
    await call("DELETE", `${this.#path}/${id}`);
    this.items = this.items.filter((each) => each.id !== id);
    this.#changed();
  }

  #put(entry: T): void {
    const at = this.items.findIndex(({ id }) => id === entry.id);
    this.items = at < 0 ? [...this.items, entry] : this.items.with(at, entry);
    this.#changed();
  }
}

/** What makes work quicker: saved views, and texts that are written often. */
export class Extras {
  readonly views: ShortList<SavedView>;
  readonly canned: ShortList<CannedResponse>;

  constructor(topics: Topics) {
    const changed = (): void => topics.tell("extras");
    this.views = new ShortList("/v1/views", "views", changed);
    this.canned = new ShortList("/v1/canned-responses", "canned_responses", changed);
  }

  async refresh(): Promise<void> {
    await Promise.all([this.views.fetch(), this.canned.fetch()]);
  }

  /** An event may have changed some of it. */
  heard({ type }: ServerEvent): void {
    if (type.startsWith("view.")) void this.views.fetch();
    if (type.startsWith("canned_response.")) void this.canned.fetch();
  }
}
