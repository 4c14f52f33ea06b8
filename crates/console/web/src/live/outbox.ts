import { isPassing, Problem } from "@/api/problem";
import type { Message } from "@/api/types";
import type { Outgoing } from "./outgoing";

/** What the outbox needs of the world. */
export interface Postman {
  post(outgoing: Outgoing): Promise<Message>;
  /** Uploads a message's file, and answers its id. */
  upload(outgoing: Outgoing, progress: (part: number) => void): Promise<string>;
  /** Keeps it in the browser's database, so that it outlives a reload. */
  keep(outgoing: Outgoing): Promise<void>;
  drop(localId: string): Promise<void>;
  /** It is in the server's hands. */
  stored(message: Message): void;
  /** Something changed in a room's queue. */
  changed(roomId: string): void;
  /** The server was out of reach. */
  unreachable(): void;
  /** Waits before another try, after so many failures in a row; or less, when there is reason to hope. */
  pause(failures: number): Promise<void>;
}

const NONE: readonly Outgoing[] = [];

/**
 * What was written and is not stored yet. Each room's messages go one after the other, in the order in which they were written; each is
 * tried until the server has taken or refused it.
 */
export class Outbox {
  readonly #postman: Postman;
  readonly #queues = new Map<string, readonly Outgoing[]>();
  readonly #busy = new Set<string>();
  readonly #progress = new Map<string, number>();
  #isStopped = false;

  constructor(postman: Postman) {
    this.#postman = postman;
  }

  /** A room's messages, the oldest first. The same answer until something changes. */
  of(roomId: string): readonly Outgoing[] {
    return this.#queues.get(roomId) ?? NONE;
  }

  /** How much of a message's file is uploaded, from 0 to 1; undefined: none is on its way. */
  progressOf(localId: string): number | undefined {
    return this.#progress.get(localId);
  }

  /** How many wait to be sent, in all rooms. */
  get waiting(): number {
    let waiting = 0;
    for (const queue of this.#queues.values()) waiting += queue.filter(({ state }) => state === "queued").length;
    return waiting;
  }

  /** Goes on with what an earlier page left behind. */
  restore(kept: readonly Outgoing[]): void {
    for (const outgoing of [...kept].sort((a, b) => a.at - b.at)) this.#put(outgoing);
    for (const roomId of this.#queues.keys()) void this.#work(roomId);
  }

  async add(outgoing: Outgoing): Promise<void> {
    this.#put(outgoing);
    // First kept, then sent: if the page goes away between the two, it is sent by the next.
    await this.#postman.keep(outgoing).catch(() => undefined);
    void this.#work(outgoing.room_id);
  }

  /** Sends again what failed or was held back. `anyway`: whatever a colleague has answered meanwhile. */
  retry(roomId: string, localId: string, anyway = false): void {
    const known = this.of(roomId).find(({ local_id }) => local_id === localId);
    if (!known || known.state === "queued") return;
    const again: Outgoing = {
      ...known,
      state: "queued",
      reason: null,
      newer: null,
      // What was uploaded and not said is removed after a while: so it is uploaded again.
      ...(known.file?.blob ? { file: { ...known.file, id: null } } : {}),
      ...(anyway ? { expected: null } : {}),
    };
    this.#put(again);
    void this.#postman.keep(again).catch(() => undefined);
    void this.#work(roomId);
  }

  /** Takes back what was not sent. */
  discard(roomId: string, localId: string): void {
    this.#remove(roomId, localId);
    void this.#postman.drop(localId).catch(() => undefined);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #work(roomId: string): Promise<void> {
    if (this.#busy.has(roomId)) return;
    this.#busy.add(roomId);
    let failures = 0;
    while (!this.#isStopped) {
      const next = this.of(roomId).find(({ state }) => state === "queued");
      if (!next) break;
      try {
        await this.#send(next);
        failures = 0;
      } catch {
        failures += 1;
        this.#postman.unreachable();
        await this.#postman.pause(failures);
      }
    }
    this.#busy.delete(roomId);
  }

  /** Sends one, and settles it, or throws if it is worth another try. */
  async #send(waiting: Outgoing): Promise<void> {
    let outgoing = waiting;
    try {
      outgoing = await this.#uploaded(waiting);
      const message = await this.#postman.post(outgoing);
      this.#postman.stored(message);
      this.#remove(outgoing.room_id, outgoing.local_id);
      this.#advance(outgoing, message);
      await this.#postman.drop(outgoing.local_id).catch(() => undefined);
    } catch (error) {
      if (isPassing(error)) throw error;
      // Signed out: it stays queued, for whoever signs in again as the same user.
      if (error instanceof Problem && error.status === 401) throw error;
      const settled = refused(outgoing, error);
      this.#put(settled);
      await this.#postman.keep(settled).catch(() => undefined);
    }
  }

  /** The message with its file on the server. It is kept with that, so that no other try uploads it again. */
  async #uploaded(outgoing: Outgoing): Promise<Outgoing> {
    const { file, local_id, room_id } = outgoing;
    if (!file || file.id) return outgoing;
    try {
      const id = await this.#postman.upload(outgoing, (part) => {
        this.#progress.set(local_id, part);
        this.#postman.changed(room_id);
      });
      const uploaded = { ...outgoing, file: { ...file, id } };
      this.#put(uploaded);
      await this.#postman.keep(uploaded).catch(() => undefined);
      return uploaded;
    } finally {
      this.#progress.delete(local_id);
    }
  }

  /** Whoever wrote the next one had seen this one: it is his own. */
  #advance(before: Outgoing, message: Message): void {
    if (before.visibility !== "public") return;
    for (const later of this.of(before.room_id)) {
      if (later.expected !== null && later.at >= before.at) this.#put({ ...later, expected: message.id });
    }
  }

  #put(outgoing: Outgoing): void {
    const queue = this.of(outgoing.room_id);
    const at = queue.findIndex(({ local_id }) => local_id === outgoing.local_id);
    this.#queues.set(outgoing.room_id, at < 0 ? [...queue, outgoing] : queue.with(at, outgoing));
    this.#postman.changed(outgoing.room_id);
  }

  #remove(roomId: string, localId: string): void {
    const queue = this.of(roomId).filter(({ local_id }) => local_id !== localId);
    if (queue.length > 0) this.#queues.set(roomId, queue);
    else this.#queues.delete(roomId);
    this.#postman.changed(roomId);
  }
}

function refused(outgoing: Outgoing, error: unknown): Outgoing {
  if (error instanceof Problem && error.code === "newer_answer") {
    return { ...outgoing, state: "held", newer: error.document.message ?? null };
  }
  return { ...outgoing, state: "failed", reason: error instanceof Error ? error.message : String(error) };
}
