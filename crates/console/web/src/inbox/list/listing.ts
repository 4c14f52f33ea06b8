import { type Fetched, fetchRooms } from "@/api/rooms";
import type { Room, ViewFilter } from "@/api/types";
import type { Store } from "@/live/store";
import { shows } from "../views/view";
import { compare, moved } from "./order";

/** How far a listing has come. */
export type ListingState = "empty" | "loading" | "ready" | "failed";

/** A view's rooms, in order, from the latest down to where pages were fetched. It follows the store. */
export class Listing {
  readonly filter: ViewFilter;
  readonly #store: Store;
  readonly #me: string;
  readonly #unwatch: readonly (() => void)[];
  readonly #tell: () => void;
  #rooms: readonly Room[] = [];
  #cursor: string | null = null;
  /** Rooms below this were not fetched yet, and so there may be holes. Undefined: no page was. */
  #horizon: Room | undefined;
  #isComplete = false;
  #state: ListingState = "empty";
  #run = 0;

  constructor(filter: ViewFilter, store: Store, me: string, tell: () => void) {
    this.filter = filter;
    this.#store = store;
    this.#me = me;
    this.#tell = tell;
    this.#rooms = [...store.rooms.values()].filter((room) => shows(filter, room, me)).sort(compare);
    this.#unwatch = [
      store.watchRooms((after, before) => this.#changed(after, before)),
      store.topics.listen("doubt", () => this.#forget()),
    ];
  }

  /** The rooms that it is certain of; before the first page, whatever the cache remembers. */
  get rooms(): readonly Room[] {
    const horizon = this.#horizon;
    if (this.#isComplete || !horizon) return this.#rooms;
    const end = this.#rooms.findLastIndex((room) => compare(room, horizon) <= 0);
    return end === this.#rooms.length - 1 ? this.#rooms : this.#rooms.slice(0, end + 1);
  }

  get state(): ListingState {
    return this.#state;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Fetches the next page, if there is one and none is on its way. */
  async more(): Promise<void> {
    if (this.#state === "loading" || this.#isComplete) return;
    const run = this.#run;
    this.#become("loading");
    try {
      const fetched = await fetchRooms(this.filter, this.#cursor);
      if (run !== this.#run) return;
      this.#take(fetched);
      this.#become("ready");
    } catch {
      if (run === this.#run) this.#become("failed");
    }
  }

  close(): void {
    this.#run += 1;
    for (const unwatch of this.#unwatch) unwatch();
  }

  #take({ rooms, next }: Fetched): void {
    for (const room of rooms) this.#store.putRoom(room);
    this.#cursor = next;
    this.#horizon = rooms.at(-1) ?? this.#horizon;
    this.#isComplete = next === null;
  }

  #changed(after: Room, before: Room | undefined): void {
    const was = before && shows(this.filter, before, this.#me) ? before : undefined;
    const is = shows(this.filter, after, this.#me) ? after : undefined;
    if (!was && !is) return;
    this.#rooms = moved(this.#rooms, was, is);
    this.#tell();
  }

  /** The store has forgotten its rooms: begin anew. */
  #forget(): void {
    this.#run += 1;
    this.#rooms = [];
    this.#cursor = null;
    this.#horizon = undefined;
    this.#isComplete = false;
    this.#become("empty");
  }

  #become(state: ListingState): void {
    this.#state = state;
    this.#tell();
  }
}
