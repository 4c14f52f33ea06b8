import type { Event, Frame } from '../api/types';

/** What is done with what a socket tells. */
export interface Hearing {
  /** Told what happens from now on. */
  connected(): void;
  /** Told nothing until it is connected again. */
  disconnected(): void;
  event(event: Event): void;
  typing(user: string, typing: boolean): void;
  /** What was missed cannot be told: it is to be read anew. */
  lost(): void;
  /** The token is no longer good. */
  refused(): void;
}

/** Milliseconds until it is tried again, at the most. */
const LONGEST = 30_000;
const SHORTEST = 500;
/** The code with which a server closes whose token is good no longer (RFC 6455). */
const POLICY_VIOLATION = 1008;

/** A socket that tells of one room, and connects again where it was cut off: after the last version that it told. */
export class LiveRoom {
  readonly #token: string;
  readonly #room: string;
  readonly #hearing: Hearing;
  #after: number;
  #socket: WebSocket | undefined;
  #isSubscribed = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  constructor(token: string, room: string, after: number, hearing: Hearing) {
    this.#token = token;
    this.#room = room;
    this.#after = after;
    this.#hearing = hearing;
    addEventListener('online', this.#now);
    this.#connect();
  }

  /** Moves the visitor's read mark to the room's last message. */
  read(): void {
    this.#say({ type: 'read', room_id: this.#room });
  }

  /** Says whether the visitor types. */
  typing(typing: boolean): void {
    this.#say({ type: 'typing', room_id: this.#room, typing });
  }

  close(): void {
    this.#isOver = true;
    removeEventListener('online', this.#now);
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #say(frame: object): void {
    if (this.#isSubscribed) this.#socket?.send(JSON.stringify(frame));
  }

  /** The network is back: a socket of before is dead, though nobody may have said so. */
  #now = (): void => {
    if (this.#socket !== undefined) {
      this.#socket.onclose = null;
      this.#socket.close();
      this.#closed(0);
    }
    this.#connect();
  };

  #connect(): void {
    clearTimeout(this.#timer);
    const url = new URL('/v1/socket', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.#socket = socket;
    const send = (frame: object) => socket.send(JSON.stringify(frame));
    socket.onopen = () => send({ type: 'authenticate', token: this.#token, ref: 'authenticate' });
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data), send);
    socket.onclose = ({ code }) => this.#closed(code);
  }

  #receive(frame: Frame, send: (frame: object) => void): void {
    if (this.#isOver) return;
    switch (frame.type) {
      case 'ready':
        return send({ type: 'subscribe', room_id: this.#room, after: this.#after, ref: 'subscribe' });
      case 'subscribed':
        this.#isSubscribed = true;
        this.#tries = 0;
        return this.#hearing.connected();
      case 'event':
        this.#after = Math.max(this.#after, frame.event.room_version);
        return this.#hearing.event(frame.event);
      case 'typing':
        if (frame.person.type === 'user') this.#hearing.typing(frame.person.id, frame.typing);
        return;
      case 'error':
        if (frame.ref === 'subscribe') return this.#hearing.lost();
        if (frame.ref === 'authenticate' && frame.problem.status === 401) return this.#hearing.refused();
    }
  }

  #closed(code: number): void {
    this.#socket = undefined;
    this.#isSubscribed = false;
    if (this.#isOver) return;
    this.#hearing.disconnected();
    // Everybody was cut off at once when a server goes away: not all come back at once.
    const wait = Math.min(LONGEST, SHORTEST * 2 ** this.#tries) * (0.5 + Math.random());
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#connect(), code === POLICY_VIOLATION ? LONGEST : wait);
  }
}
