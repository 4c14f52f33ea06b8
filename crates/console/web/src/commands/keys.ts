/** How long somebody may take between the keys of a sequence, in milliseconds. */
const PATIENCE = 1_200;

/** What was pressed, as bindings write it: `mod+k`, `shift+e`, `?`, `escape`. Undefined: nothing that can be bound. */
export function pressed(
  event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">,
): string | undefined {
  const { key } = event;
  if (event.altKey || ["Shift", "Control", "Meta", "Alt", "Dead", "Process"].includes(key)) return undefined;
  const name = key === " " ? "space" : key.replace(/^Arrow/, "").toLowerCase();
  const parts = [
    event.metaKey || event.ctrlKey ? "mod" : "",
    // A character such as `?` says already that Shift was held.
    event.shiftKey && (key.length > 1 || /\p{L}/u.test(key)) ? "shift" : "",
    name,
  ];
  return parts.filter(Boolean).join("+");
}

/** Understands keys and sequences of two. */
export class Sequences {
  #first: { key: string; at: number } | undefined;

  /** What is meant by a key that is pressed at this time, given what can be meant. */
  press(key: string, now: number, bound: ReadonlySet<string>): string | undefined {
    const first = this.#first && now - this.#first.at < PATIENCE ? this.#first.key : undefined;
    this.#first = undefined;
    const both = first && `${first} ${key}`;
    if (both && bound.has(both)) return both;
    if (bound.has(key)) return key;
    for (const keys of bound) if (keys.startsWith(`${key} `)) this.#first = { key, at: now };
    return undefined;
  }
}
