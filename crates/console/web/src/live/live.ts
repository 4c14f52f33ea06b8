import { call } from "@/api/call";
import { Problem } from "@/api/problem";
import type { Me, ServerEvent } from "@/api/types";
import { type ActivityFrame, stillGoing, withFrame, withoutTyping } from "./activity";
import { Base } from "./base";
import { Cache } from "./cache";
import { Drafts } from "./drafts";
import { Extras } from "./extras";
import { Outbox } from "./outbox";
import { patience } from "./patience";
import { Polling } from "./polling";
import { post, upload } from "./post";
import { Searches } from "./searches";
import { type Connection, Socket } from "./socket";
import { Store } from "./store";
import { Wanted } from "./wanted";

/** Told of what happened just now, not of what is caught up with. */
export type EventListener = (event: ServerEvent) => void;

/** How long nobody may have looked before catching up costs more than asking anew, in milliseconds. */
const STALE_AFTER = 24 * 60 * 60 * 1000;

/** Everything that lives as long as somebody is signed in: the store, and what feeds it. */
export class Live {
  readonly store = new Store();
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly searches: Searches;
  readonly wanted: Wanted;
  readonly base: Base;
  readonly extras: Extras;
  me: Me;
  connection: Connection = "connecting";

  readonly #socket: Socket;
  readonly #listeners = new Set<EventListener>();
  readonly #waiting = new Set<() => void>();
  readonly #polling: Polling;
  #ofSocket: Connection = "connecting";
  #isReached = false;
  #cache: Cache | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(me: Me) {
    this.me = me;
    this.wanted = new Wanted(this.store);
    this.extras = new Extras(this.store.topics);
    this.base = new Base(
      this.store,
      (basics) => void this.#cache?.putBasics({ ...basics, me: this.me }).catch(() => undefined),
    );
    this.drafts = new Drafts((key, text) => void this.#cache?.putDraft(key, text).catch(() => undefined));
    this.searches = new Searches((all) => void this.#cache?.putSearches(all).catch(() => undefined));
    this.outbox = new Outbox({
      post,
      upload,
      keep: async (outgoing) => this.#cache?.putOutgoing(outgoing),
      drop: async (localId) => this.#cache?.dropOutgoing(localId),
      stored: (message) => this.store.putMessage(message),
      changed: (roomId) => {
        this.store.topics.tell(`outbox:${roomId}`);
        this.store.topics.tell("outbox");
      },
      unreachable: () => this.#socket.doubt(),
      pause: (failures) => this.#pause(patience(failures)),
    });
    this.#polling = new Polling({
      position: () => this.store.seq,
      event: (event) => this.#event(event),
      passed: (position) => this.store.pass(position),
      lost: () => {
        this.store.seq = 0;
      },
      stale: () => this.#stale(),
      reached: (isReached) => {
        this.#isReached = isReached;
        this.#show();
      },
    });
    this.#socket = new Socket({
      position: () => this.store.seq,
      subscribed: (after, resumed) => this.#subscribed(after, resumed),
      event: (event) => this.#event(event),
      activity: (frame) => this.#activity(frame),
      connection: (connection) => this.#become(connection),
    });
  }

  get userId(): string {
    return this.me.user?.id ?? "";
  }

  may(permission: string): boolean {
    return this.me.permissions.includes(permission);
  }

  /** Paints what the browser kept. A browser that keeps nothing (a private window) is no reason not to work. */
  async restore(): Promise<void> {
    try {
      this.#cache = await Cache.open(this.userId, this.store);
      const { basics, outbox, drafts, searches } = await this.#cache.restore();
      if (basics) this.base.restore(basics);
      this.drafts.restore(drafts);
      this.searches.restore(searches);
      const leftAt = Number(localStorage.getItem("switchroom.left") ?? 0);
      if (Date.now() - leftAt > STALE_AFTER) this.store.seq = 0;
      this.outbox.restore(outbox);
    } catch {
      this.#cache = null;
    }
  }

  start(): void {
    this.#socket.start();
    void this.#cache?.trim().catch(() => undefined);
    this.#timer = setInterval(() => this.#tick(), 2_000);
    window.addEventListener("pagehide", this.#leave);
  }

  stop(): void {
    this.#socket.stop();
    this.#polling.stop();
    this.outbox.stop();
    clearInterval(this.#timer);
    window.removeEventListener("pagehide", this.#leave);
  }

  /** Stops, and forgets what the browser kept. */
  async forget(): Promise<void> {
    this.stop();
    await this.#cache?.destroy(this.userId).catch(() => undefined);
  }

  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  typing(roomId: string, typing: boolean, isInternal: boolean): void {
    this.#socket.say({ type: "typing", room_id: roomId, typing, ...(isInternal ? { internal: true } : {}) });
  }

  viewing(roomId: string, viewing: boolean): void {
    this.#socket.viewing(roomId, viewing);
  }

  read(roomId: string): void {
    if (this.connection === "polling") void call("POST", `/v1/rooms/${roomId}/read`, {}).catch(() => undefined);
    else this.#socket.say({ type: "read", room_id: roomId });
  }

  /** Something just reached the server: what waits need not wait any longer. */
  #hurry(): void {
    for (const go of [...this.#waiting]) go();
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds);
      this.#waiting.add(go);
    });
  }

  #subscribed(after: number, resumed: boolean): void {
    this.#hurry();
    if (!resumed) {
      // First listen, then ask: what happens meanwhile is told, and what is asked for is not older than this.
      this.store.seq = after;
      this.store.keeper?.seq(after);
      this.store.doubt();
    }
    void this.base.refresh();
    void this.extras.refresh();
  }

  #event(event: ServerEvent): void {
    this.store.apply(event);
    this.base.heard(event);
    this.extras.heard(event);
    const { actor, message, contact_id } = event.data;
    if (contact_id && this.store.contacts.has(contact_id))
      void this.wanted.fetchContact(contact_id).catch(() => undefined);
    if (event.type === "message.created" && message && actor.id) {
      this.store.putActivities(message.room_id, withoutTyping(this.store.activity(message.room_id), actor.id));
    }
    for (const listener of this.#listeners) listener(event);
  }

  #activity(frame: ActivityFrame): void {
    this.store.putActivities(frame.room_id, withFrame(this.store.activity(frame.room_id), frame, Date.now()));
  }

  #become(connection: Connection): void {
    this.#ofSocket = connection;
    if (connection === "live") this.#polling.stop();
    else if (connection === "refused" || (connection === "offline" && navigator.onLine)) this.#polling.start();
    this.#show();
  }

  /** Says how the page stands with the server, by whichever way there is. */
  #show(): void {
    const isPolling = this.#polling.isRunning && this.#isReached && this.#ofSocket !== "live";
    const connection = isPolling ? "polling" : this.#ofSocket;
    if (this.connection === connection) return;
    this.connection = connection;
    if (isPolling) {
      this.#hurry();
      this.#stale();
    }
    this.store.topics.tell("connection");
  }

  /** What is shown is asked for anew, and stays until the answers are there. */
  #stale(): void {
    this.store.topics.tell("stale");
    void this.base.refresh();
    void this.extras.refresh();
  }

  #tick(): void {
    const now = Date.now();
    for (const [roomId, known] of this.store.activities) {
      const going = stillGoing(known, now);
      if (going !== known) this.store.putActivities(roomId, going);
    }
    localStorage.setItem("switchroom.left", String(now));
  }

  readonly #leave = (): void => {
    localStorage.setItem("switchroom.left", String(Date.now()));
    void this.#cache?.flush().catch(() => undefined);
  };
}

/** Whether an error says that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.status === 401;
}
