import type { ProblemDocument, ServerEvent } from "@/api/types";
import type { ActivityFrame } from "./activity";
import { patience } from "./patience";

/** How the page stands with the server. */
export type Connection = "connecting" | "live" | "polling" | "offline" | "refused";

type ServerFrame =
  | { type: "ready" }
  | { type: "subscribed"; after: number }
  | { type: "event"; event: ServerEvent }
  | { type: "error"; problem: ProblemDocument; ref?: string }
  | ActivityFrame
  | { type: "posted" | "read" | "unsubscribed" };

/** What the socket's owner does about what it hears. */
export interface Ears {
  /** After which event to go on; 0: from now on. */
  position(): number;
  /** The subscription stands. `resumed`: it goes on where it was left, and nothing was missed. */
  subscribed(after: number, resumed: boolean): void;
  event(event: ServerEvent): void;
  activity(frame: ActivityFrame): void;
  connection(connection: Connection): void;
}

const SUBSCRIBING = "log";
const VIEWING = "viewing";
/** Close code: the server will not have us (the session is over). */
const POLICY = 1008;

/** The socket, which is opened again for as long as it is wanted. */
export class Socket {
  readonly #ears: Ears;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #resumes = false;
  #isWanted = false;
  /** An older server does not know who is looking, and closes sockets that say it over and over. */
  #knowsViewing = true;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  start(): void {
    this.#isWanted = true;
    window.addEventListener("online", this.#again);
    window.addEventListener("offline", this.#lost);
    this.#open();
  }

  stop(): void {
    this.#isWanted = false;
    window.removeEventListener("online", this.#again);
    window.removeEventListener("offline", this.#lost);
    clearTimeout(this.#timer);
    this.#drop();
  }

  /** Sends a frame, if there is somebody to hear it. */
  say(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** Says that a room is looked at, or no longer. */
  viewing(roomId: string, viewing: boolean): void {
    if (this.#knowsViewing) this.say({ type: "viewing", ref: VIEWING, room_id: roomId, viewing });
  }

  /** Something else found the server out of reach: an open socket may be dead without having been told. */
  doubt(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#closed();
  }

  readonly #again = (): void => {
    if (this.#socket?.readyState === WebSocket.OPEN) return;
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#open();
  };

  readonly #lost = (): void => {
    this.#drop();
    clearTimeout(this.#timer);
    this.#ears.connection("offline");
    this.#timer = setTimeout(() => this.#open(), patience(3));
  };

  #open(): void {
    this.#drop();
    if (this.#failures === 0) this.#ears.connection("connecting");
    const socket = new WebSocket(new URL("/v1/socket", location.origin.replace(/^http/, "ws")));
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data as string) as ServerFrame);
    socket.onclose = ({ code }) => this.#closed(code);
  }

  #hear(frame: ServerFrame): void {
    switch (frame.type) {
      case "ready":
        this.#subscribe(this.#ears.position());
        break;
      case "subscribed":
        this.#failures = 0;
        this.#ears.connection("live");
        this.#ears.subscribed(frame.after, this.#resumes);
        break;
      case "event":
        this.#ears.event(frame.event);
        break;
      case "typing":
      case "viewing":
        this.#ears.activity(frame);
        break;
      case "error":
        if (frame.ref === SUBSCRIBING) this.#notSubscribed(frame.problem);
        if (frame.ref === VIEWING && frame.problem.field === "type") this.#knowsViewing = false;
        break;
    }
  }

  #subscribe(after: number): void {
    this.#resumes = after > 0;
    this.say({ type: "subscribe", ref: SUBSCRIBING, ...(after > 0 ? { after } : {}) });
  }

  #notSubscribed(problem: ProblemDocument): void {
    // The log does not go on where we left it: another database, or one restored from a copy.
    if (this.#resumes && problem.status !== 403) this.#subscribe(0);
    else this.#ears.connection("refused");
  }

  #closed(code?: number): void {
    this.#drop();
    if (!this.#isWanted) return;
    this.#failures += 1;
    this.#ears.connection(code === POLICY ? "refused" : navigator.onLine ? "connecting" : "offline");
    if (this.#failures > 2 && code !== POLICY) this.#ears.connection("offline");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), patience(this.#failures));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
