import { call } from "@/api/call";
import { isMissing } from "@/api/problem";
import type { CannedResponse, SavedView, ServerEvent } from "@/api/types";
import type { Topics } from "./topics";

/** A short list that older servers do not have. */
export class OptionalList<T extends { id: string }> {
  readonly #path: string;
  readonly #changed: () => void;
  items: readonly T[] = [];
  /** Whether the server has such a thing at all. */
  isThere = false;

  constructor(path: string, changed: () => void) {
    this.#path = path;
    this.#changed = changed;
  }

  async fetch(): Promise<void> {
    try {
      const answer = await call<Record<string, unknown>>("GET", this.#path);
      this.items = (Object.values(answer).find(Array.isArray) ?? []) as T[];
      this.isThere = true;
    } catch (error) {
      // Not there, or not for this user: then nobody speaks of it. Out of reach: what was known still holds.
      if (isMissing(error)) this.isThere = false;
    }
    this.#changed();
  }

  async create(body: object): Promise<T> {
    const made = await call<T>("POST", this.#path, body);
    this.items = [...this.items.filter(({ id }) => id !== made.id), made];
    this.#changed();
    return made;
  }

  async remove(id: string): Promise<void> {
    await call("DELETE", `${this.#path}/${id}`);
    this.items = this.items.filter((each) => each.id !== id);
    this.#changed();
  }
}

/** What only younger servers have. */
export class Extras {
  readonly views: OptionalList<SavedView>;
  readonly canned: OptionalList<CannedResponse>;

  constructor(topics: Topics) {
    const changed = (): void => topics.tell("extras");
    this.views = new OptionalList("/v1/views", changed);
    this.canned = new OptionalList("/v1/canned-responses", changed);
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
