/** What sites can listen to. */
export const EVENTS = ['ready', 'open', 'close', 'message', 'unread', 'rated'] as const;

export type EventName = (typeof EVENTS)[number];
export type Listener = (detail?: unknown) => void;

/** Who listens to what. */
export class Listeners {
  readonly #all = new Map<EventName, Set<Listener>>(EVENTS.map((event) => [event, new Set()]));

  on(event: EventName, listener: Listener): void {
    const listeners = this.#all.get(event);
    if (listeners === undefined) console.warn(`Switchroom: there is no event "${event}"`);
    else listeners.add(listener);
  }

  off(event: EventName, listener: Listener): void {
    this.#all.get(event)?.delete(listener);
  }

  /** Tells everybody. One who fails does not keep the others from hearing. */
  tell(event: EventName, detail?: unknown): void {
    for (const listener of this.#all.get(event) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        console.error(error);
      }
    }
  }
}
