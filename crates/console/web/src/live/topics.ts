type Listener = () => void;

/**
 * Who wants to know of what. Changes are told once at the end of the task in which they happened, so that a hundred events that arrive
 * together are painted once.
 */
export class Topics {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #changed = new Set<string>();
  #isDue = false;

  /** Listens to a topic, until the answer is called. */
  listen(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  /** Says that a topic changed. */
  tell(topic: string): void {
    this.#changed.add(topic);
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#tellAll());
  }

  #tellAll(): void {
    this.#isDue = false;
    const topics = [...this.#changed];
    this.#changed.clear();
    for (const topic of topics) for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }
}
