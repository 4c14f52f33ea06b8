import { type Fetched, fetchRooms } from "@/api/rooms";
import type { Room, ViewFilter } from "@/api/types";
import type { Store } from "@/live/store";
import { shows } from "../views/view";
import { compare, find, move } from "./order";

/** How far a listing has come. */
export type ListingState = "empty" | "loading" | "ready" | "failed";

/** A view's rooms, in order, from the latest down to where pages were fetched. It follows the store. */
export class Listing {
  readonly filter: ViewFilter;
  readonly #store: Store;
  readonly #me: string;
  readonly #unwatch: readonly (() => void)[];
  readonly #tell: () => void;
  readonly #rooms: Room[];
  /** The part of them that is certain, until something changes. */
  #certain: readonly Room[] | undefined;
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
    this.#certain ??= this.#rooms.slice(0, this.#end());
    return this.#certain;
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

  /** Fetches the first page again, because nothing tells what changed. What is not on it any more is gone from there. */
  async refresh(): Promise<void> {
    if (this.#state !== "ready") return;
    const run = this.#run;
    const fetched = await fetchRooms(this.filter, null).catch(() => null);
    if (!fetched || run !== this.#run) return;
    this.#put(fetched);
    const there = new Set(fetched.rooms.map(({ id }) => id));
    const last = fetched.rooms.at(-1);
    const isGone = (room: Room): boolean =>
      !there.has(room.id) && (fetched.next === null || last === undefined || compare(room, last) < 0);
    for (const room of this.#rooms.filter(isGone)) move(this.#rooms, room, undefined);
    this.#told();
  }

  close(): void {
    this.#run += 1;
    for (const unwatch of this.#unwatch) unwatch();
  }

  #take(fetched: Fetched): void {
    const { rooms, next } = fetched;
    this.#put(fetched);
    this.#cursor = next;
    this.#horizon = rooms.at(-1) ?? this.#horizon;
    this.#isComplete = next === null;
  }

  #put({ rooms, included }: Fetched): void {
    // What rows show comes before the rows, so that none asks for it.
    for (const contact of included?.contacts ?? []) this.#store.putContact(contact);
    for (const message of included?.messages ?? []) this.#store.putPreview(message);
    for (const room of rooms) this.#store.putRoom(room);
  }

  #end(): number {
    const horizon = this.#horizon;
    if (this.#isComplete || !horizon) return this.#rooms.length;
    const at = find(this.#rooms, horizon);
    return this.#rooms[at]?.id === horizon.id ? at + 1 : at;
  }

  #changed(after: Room, before: Room | undefined): void {
    const was = before && shows(this.filter, before, this.#me) ? before : undefined;
    const is = shows(this.filter, after, this.#me) ? after : undefined;
    if (!was && !is) return;
    move(this.#rooms, was, is);
    this.#told();
  }

  /** The store has forgotten its rooms: begin anew. */
  #forget(): void {
    this.#run += 1;
    this.#rooms.length = 0;
    this.#cursor = null;
    this.#horizon = undefined;
    this.#isComplete = false;
    this.#become("empty");
  }

  #become(state: ListingState): void {
    this.#state = state;
    this.#told();
  }

  #told(): void {
    this.#certain = undefined;
    this.#tell();
  }
}
