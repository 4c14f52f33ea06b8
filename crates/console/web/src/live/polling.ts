import { call } from "@/api/call";
import { Problem } from "@/api/problem";
import type { ServerEvent } from "@/api/types";
import { patience } from "./patience";

/** How long an answer may wait for an event, in seconds, and how many events it may have. */
const WAIT = 25;
const MOST = 200;

/** What is done about what is heard, as by the socket. */
export interface PollEars {
  position(): number;
  event(event: ServerEvent): void;
  /** Everything up to here was told, or is not for this user. */
  passed(position: number): void;
  /** The log does not go on where it was left. */
  lost(): void;
  /** Nothing is told of what happens: everything may be out of date. */
  stale(): void;
  /** An answer came, or none did. */
  reached(isReached: boolean): void;
}

/**
 * Fetches events, one long answer after the other, for whoever cannot have a socket. Where not even that is allowed, or nobody knows where
 * the log stands, says now and then that everything may be out of date.
 */
export class Polling {
  readonly #ears: PollEars;
  readonly #restMs: number;
  #stop: AbortController | null = null;

  /** `restMs`: how long to wait before everything is asked for anew. */
  constructor(ears: PollEars, restMs = 15_000) {
    this.#ears = ears;
    this.#restMs = restMs;
  }

  get isRunning(): boolean {
    return this.#stop !== null;
  }

  start(): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#run(stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    // The first answer comes at once: until then nobody knows whether this works.
    let wait = 0;
    while (!signal.aborted) {
      try {
        if (this.#ears.position() === 0) {
          await this.#wait(signal);
          continue;
        }
        await this.#once(wait, signal);
        failures = 0;
        wait = WAIT;
        this.#ears.reached(true);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Problem && error.status < 500 && error.status !== 429) {
          if (error.status === 400) this.#ears.lost();
          await this.#wait(signal);
        } else {
          failures += 1;
          wait = 0;
          this.#ears.reached(false);
          await rest(patience(failures), signal);
        }
      }
    }
  }

  async #wait(signal: AbortSignal): Promise<void> {
    this.#ears.reached(true);
    await rest(this.#restMs, signal);
    if (!signal.aborted) this.#ears.stale();
  }

  async #once(wait: number, signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({
      after: String(this.#ears.position()),
      limit: String(MOST),
      wait: String(wait),
    });
    const { events, next } = await call<{ events: ServerEvent[]; next: number }>(
      "GET",
      `/v1/events?${query}`,
      undefined,
      signal,
    );
    if (signal.aborted) return;
    for (const event of events) this.#ears.event(event);
    this.#ears.passed(next);
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
