import { Topics } from "@/live/topics";

/** Something that is said once, in passing. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
  readonly action?: { readonly label: string; readonly run: () => void };
}

const SHOWN_FOR = 6_000;

const topics = new Topics();
let toasts: readonly Toast[] = [];
let count = 0;

function put(next: readonly Toast[]): void {
  toasts = next;
  topics.tell("toasts");
}

/** What is said just now. */
export const toaster = {
  get: (): readonly Toast[] => toasts,
  listen: (listener: () => void): (() => void) => topics.listen("toasts", listener),
  drop: (id: number): void => put(toasts.filter((toast) => toast.id !== id)),
};

/** Says something in passing. */
export function say(text: string, more: Partial<Pick<Toast, "tone" | "action">> = {}): void {
  count += 1;
  const id = count;
  put([...toasts.slice(-2), { id, text, tone: "plain", ...more }]);
  setTimeout(() => toaster.drop(id), SHOWN_FOR);
}
