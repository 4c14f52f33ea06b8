import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { Channel, Contact, Me, Message, Room, RoomCounts, Team, User } from "@/api/types";
import type { Outgoing } from "./outgoing";
import type { Keeper, Store } from "./store";

/** Messages kept of a room, and rooms of which messages are kept. */
const MESSAGES_KEPT = 50;
const THREADS_KEPT = 50;
const ROOMS_KEPT = 2_000;
/** How long changes are gathered before they are written, in milliseconds. */
const GATHER = 150;

interface Kept extends DBSchema {
  about: { key: string; value: unknown };
  rooms: { key: string; value: Room };
  contacts: { key: string; value: Contact };
  threads: { key: string; value: { room_id: string; messages: readonly Message[]; at: number } };
  outbox: { key: string; value: Outgoing };
  drafts: { key: string; value: string };
}

/** What is needed to paint before the server answers. */
export interface Basics {
  me: Me;
  users: User[];
  channels: Channel[];
  teams: Team[];
  counts: RoomCounts | null;
}

function nameOf(userId: string): string {
  return `switchroom-${userId}`;
}

/**
 * What the page knew, in the browser's database. The events' position is written together with what they changed, so a reload goes on
 * from exactly there.
 */
export class Cache implements Keeper {
  readonly #database: IDBPDatabase<Kept>;
  readonly #store: Store;
  readonly #rooms = new Map<string, Room>();
  readonly #contacts = new Map<string, Contact>();
  readonly #threads = new Set<string>();
  #seq = 0;
  #isReset = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(database: IDBPDatabase<Kept>, store: Store) {
    this.#database = database;
    this.#store = store;
  }

  static async open(userId: string, store: Store): Promise<Cache> {
    const database = await openDB<Kept>(nameOf(userId), 1, {
      upgrade(fresh) {
        fresh.createObjectStore("about");
        fresh.createObjectStore("rooms", { keyPath: "id" });
        fresh.createObjectStore("contacts", { keyPath: "id" });
        fresh.createObjectStore("threads", { keyPath: "room_id" });
        fresh.createObjectStore("outbox", { keyPath: "local_id" });
        fresh.createObjectStore("drafts");
      },
    });
    return new Cache(database, store);
  }

  /** Puts what is kept into the store. */
  async restore(): Promise<{
    basics: Basics | undefined;
    outbox: Outgoing[];
    drafts: Map<string, string>;
    searches: string[];
  }> {
    const read = this.#database.transaction(["about", "rooms", "contacts", "threads", "outbox", "drafts"]);
    const [basics, seq, searches, rooms, contacts, threads, outbox, draftKeys, drafts] = await Promise.all([
      read.objectStore("about").get("basics") as Promise<Basics | undefined>,
      read.objectStore("about").get("seq") as Promise<number | undefined>,
      read.objectStore("about").get("searches") as Promise<string[] | undefined>,
      read.objectStore("rooms").getAll(),
      read.objectStore("contacts").getAll(),
      read.objectStore("threads").getAll(),
      read.objectStore("outbox").getAll(),
      read.objectStore("drafts").getAllKeys(),
      read.objectStore("drafts").getAll(),
    ]);
    for (const room of rooms) this.#store.putRoom(room);
    for (const contact of contacts) this.#store.putContact(contact);
    for (const { room_id, messages } of threads) this.#restoreThread(room_id, messages);
    this.#store.seq = seq ?? 0;
    this.#store.keeper = this;
    return {
      basics,
      outbox,
      drafts: new Map(draftKeys.map((key, at) => [key, drafts[at] ?? ""])),
      searches: searches ?? [],
    };
  }

  room(room: Room): void {
    this.#rooms.set(room.id, room);
    this.#soon();
  }

  contact(contact: Contact): void {
    this.#contacts.set(contact.id, contact);
    this.#soon();
  }

  thread(roomId: string): void {
    this.#threads.add(roomId);
    this.#soon();
  }

  seq(seq: number): void {
    this.#seq = seq;
    this.#soon();
  }

  reset(): void {
    this.#isReset = true;
    this.#rooms.clear();
    this.#soon();
  }

  async putBasics(basics: Basics): Promise<void> {
    await this.#database.put("about", basics, "basics");
  }

  async putSearches(searches: readonly string[]): Promise<void> {
    await this.#database.put("about", [...searches], "searches");
  }

  async putOutgoing(outgoing: Outgoing): Promise<void> {
    await this.#database.put("outbox", outgoing);
  }

  async dropOutgoing(localId: string): Promise<void> {
    await this.#database.delete("outbox", localId);
  }

  async putDraft(key: string, text: string): Promise<void> {
    if (text) await this.#database.put("drafts", text, key);
    else await this.#database.delete("drafts", key);
  }

  /** Forgets everything of this user, as who signs out expects. */
  async destroy(userId: string): Promise<void> {
    clearTimeout(this.#timer);
    this.#store.keeper = null;
    this.#database.close();
    await deleteDB(nameOf(userId));
  }

  /** Writes what has changed, now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const write = this.#database.transaction(["about", "rooms", "contacts", "threads"], "readwrite");
    if (this.#isReset) void write.objectStore("rooms").clear();
    for (const room of this.#rooms.values()) void write.objectStore("rooms").put(room);
    for (const contact of this.#contacts.values()) void write.objectStore("contacts").put(contact);
    for (const roomId of this.#threads) {
      const messages = this.#store.thread(roomId).messages.slice(-MESSAGES_KEPT);
      void write.objectStore("threads").put({ room_id: roomId, messages, at: Date.now() });
    }
    if (this.#seq > 0) void write.objectStore("about").put(this.#seq, "seq");
    this.#isReset = false;
    this.#rooms.clear();
    this.#contacts.clear();
    this.#threads.clear();
    // Said at once, so that a page that goes away just now does not take it along.
    write.commit();
    await write.done;
  }

  /** Drops what is kept beyond its measure. */
  async trim(): Promise<void> {
    const write = this.#database.transaction(["rooms", "contacts", "threads"], "readwrite");
    const threads = await write.objectStore("threads").getAll();
    const oldest = threads.sort((a, b) => b.at - a.at).slice(THREADS_KEPT);
    for (const { room_id } of oldest) void write.objectStore("threads").delete(room_id);
    const rooms = await write.objectStore("rooms").getAll();
    const gone = rooms.sort((a, b) => (a.last_activity_at < b.last_activity_at ? 1 : -1)).slice(ROOMS_KEPT);
    for (const { id } of gone) void write.objectStore("rooms").delete(id);
    if (gone.length > 0) {
      const wanted = new Set(rooms.slice(0, ROOMS_KEPT).map(({ contact_id }) => contact_id));
      for (const id of await write.objectStore("contacts").getAllKeys()) {
        if (!wanted.has(id)) void write.objectStore("contacts").delete(id);
      }
    }
    await write.done;
  }

  #restoreThread(roomId: string, messages: readonly Message[]): void {
    this.#store.restoreThread(roomId, messages);
    const last = messages.findLast(({ visibility }) => visibility === "public");
    if (last) this.#store.putPreview(last);
  }

  #soon(): void {
    // A page that is closed meanwhile goes on from the position that was written last: that is what makes waiting harmless.
    this.#timer ??= setTimeout(() => void this.flush(), GATHER);
  }
}
