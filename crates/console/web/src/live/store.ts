import type { Channel, Contact, Message, Room, RoomCounts, ServerEvent, Team, User } from "@/api/types";
import { type Activities, NOBODY } from "./activity";
import { joined, type Passage, withChanged } from "./passage";
import { isNewer, NO_MESSAGES, type Thread, withMessage, withNewest, withOlder } from "./thread";
import { Topics } from "./topics";

/** Told of every change of a room, before listeners are. */
export type RoomWatcher = (after: Room, before: Room | undefined) => void;

/** Told of what is to be kept in the browser's database. */
export interface Keeper {
  room(room: Room): void;
  contact(contact: Contact): void;
  thread(roomId: string): void;
  seq(seq: number): void;
  /** Rooms that were kept may be out of date. */
  reset(): void;
}

/**
 * What the page knows, once each. Answers and events come in here by whatever way they arrive, in any order and more than once: what is
 * older than what is known changes nothing.
 */
export class Store {
  readonly topics = new Topics();
  readonly rooms = new Map<string, Room>();
  readonly contacts = new Map<string, Contact>();
  readonly threads = new Map<string, Thread>();
  /** What is looked at of rooms whose newest messages are not, by room. */
  readonly passages = new Map<string, Passage>();
  /** Messages that lists show the beginning of, by id. */
  readonly previews = new Map<string, Message>();
  readonly activities = new Map<string, Activities>();
  users: ReadonlyMap<string, User> = new Map();
  channels: ReadonlyMap<string, Channel> = new Map();
  teams: ReadonlyMap<string, Team> = new Map();
  counts: RoomCounts | null = null;
  /** The last event that was seen; 0: none. */
  seq = 0;
  keeper: Keeper | null = null;

  readonly #watchers = new Set<RoomWatcher>();

  watchRooms(watcher: RoomWatcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  thread(roomId: string): Thread {
    return this.threads.get(roomId) ?? NO_MESSAGES;
  }

  activity(roomId: string): Activities {
    return this.activities.get(roomId) ?? NOBODY;
  }

  putRoom(room: Room): void {
    const before = this.rooms.get(room.id);
    if (before && before.version >= room.version) return;
    this.rooms.set(room.id, room);
    for (const watcher of this.#watchers) watcher(room, before);
    this.keeper?.room(room);
    this.topics.tell(`room:${room.id}`);
    this.topics.tell("rooms");
  }

  putContact(contact: Contact): void {
    const before = this.contacts.get(contact.id);
    if (before && before.updated_at > contact.updated_at) return;
    this.contacts.set(contact.id, contact);
    this.keeper?.contact(contact);
    this.topics.tell(`contact:${contact.id}`);
    this.topics.tell("contacts");
  }

  putUsers(users: readonly User[]): void {
    this.users = new Map(users.map((user) => [user.id, user]));
    this.topics.tell("people");
  }

  putChannels(channels: readonly Channel[]): void {
    this.channels = new Map(channels.map((channel) => [channel.id, channel]));
    this.topics.tell("people");
  }

  putTeams(teams: readonly Team[]): void {
    this.teams = new Map(teams.map((team) => [team.id, team]));
    this.topics.tell("people");
  }

  putCounts(counts: RoomCounts): void {
    this.counts = counts;
    this.topics.tell("counts");
  }

  putPreview(message: Message): void {
    const before = this.previews.get(message.id);
    if (before && !isNewer(before, message)) return;
    this.previews.set(message.id, message);
    this.topics.tell(`preview:${message.id}`);
  }

  putNewest(roomId: string, page: readonly Message[], older: string | null): void {
    this.#putThread(roomId, withNewest(this.thread(roomId), page, older));
    const passage = this.passages.get(roomId);
    if (passage) this.putPassage(roomId, passage);
    for (const message of page.slice(0, 1)) this.putPreview(message);
  }

  putOlder(roomId: string, page: readonly Message[], older: string | null): void {
    this.#putThread(roomId, withOlder(this.thread(roomId), page, older));
  }

  /** Shows a part of a room apart from its newest messages, until the two meet. */
  putPassage(roomId: string, passage: Passage): void {
    const thread = joined(this.thread(roomId), passage);
    if (thread) {
      this.passages.delete(roomId);
      this.#putThread(roomId, thread);
    } else {
      this.passages.set(roomId, passage);
      this.topics.tell(`thread:${roomId}`);
    }
  }

  dropPassage(roomId: string): void {
    if (this.passages.delete(roomId)) this.topics.tell(`thread:${roomId}`);
  }

  /** A message that the server answered with, maybe before its event comes. */
  putMessage(message: Message): void {
    const thread = this.threads.get(message.room_id);
    const known = thread?.messages.find(({ id }) => id === message.id);
    if (thread && !(known && !isNewer(known, message))) this.#putThread(message.room_id, withMessage(thread, message));
    if (message.visibility === "public") this.putPreview(message);
  }

  restoreThread(roomId: string, messages: readonly Message[]): void {
    this.threads.set(roomId, { messages, older: undefined, isCurrent: false });
  }

  putActivities(roomId: string, activities: Activities): void {
    if (activities === NOBODY) this.activities.delete(roomId);
    else this.activities.set(roomId, activities);
    this.topics.tell(`activity:${roomId}`);
  }

  /** Everything up to here was told, or is not for this user. */
  pass(seq: number): void {
    if (seq <= this.seq) return;
    this.seq = seq;
    this.keeper?.seq(seq);
  }

  /** A fact of the log, in its order. */
  apply(event: ServerEvent): void {
    if (event.seq !== undefined) {
      if (event.seq <= this.seq) return;
      this.seq = event.seq;
      this.keeper?.seq(event.seq);
    }
    const { room, message } = event.data;
    if (message) this.#applyMessage(message);
    if (room) this.putRoom(room);
    this.topics.tell("events");
  }

  /** Says that events were missed: rooms may have left their lists unseen, so they are asked for anew; messages, when they are looked at. */
  doubt(): void {
    this.rooms.clear();
    this.keeper?.reset();
    this.topics.tell("rooms");
    for (const [roomId, thread] of this.threads)
      if (thread.isCurrent) this.threads.set(roomId, { ...thread, isCurrent: false });
    this.passages.clear();
    this.topics.tell("doubt");
  }

  #applyMessage(message: Message): void {
    const passage = this.passages.get(message.room_id);
    if (passage) this.passages.set(message.room_id, withChanged(passage, message));
    const thread = this.threads.get(message.room_id);
    if (thread) this.#putThread(message.room_id, withMessage(thread, message));
    if (message.visibility !== "public") return;
    this.previews.set(message.id, message);
    this.topics.tell(`preview:${message.id}`);
  }

  #putThread(roomId: string, thread: Thread): void {
    this.threads.set(roomId, thread);
    this.keeper?.thread(roomId);
    this.topics.tell(`thread:${roomId}`);
  }
}
