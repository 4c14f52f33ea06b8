import type { Message } from "@/api/types";
import type { Outgoing } from "@/live/outgoing";

/** What a thread is made of, from the oldest to the newest. */
export type Item =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly message: Message;
      readonly isFirst: boolean;
      readonly isLast: boolean;
    }
  | { readonly kind: "outgoing"; readonly key: string; readonly outgoing: Outgoing; readonly isFirst: boolean };

/** How long somebody may pause within a group of messages, in milliseconds. */
const PAUSE = 5 * 60 * 1000;

interface Parts {
  readonly messages: readonly Message[];
  readonly outgoing: readonly Outgoing[];
  /** The first message that was unread when the room was opened. */
  readonly firstUnread: string | null;
}

/** Puts a thread together: days, groups, the line above what is unread, and what is not stored yet at the end. */
export function itemsOf({ messages, outgoing, firstUnread }: Parts): readonly Item[] {
  const items: Item[] = [];
  let day = "";
  messages.forEach((message, at) => {
    const date = new Date(message.created_at);
    const isNewDay = date.toDateString() !== day;
    if (isNewDay) {
      day = date.toDateString();
      items.push({ kind: "day", key: `day:${day}`, at: date.getTime() });
    }
    const isUnread = message.id === firstUnread;
    if (isUnread) items.push({ kind: "unread", key: "unread" });
    const before = messages[at - 1];
    const after = messages[at + 1];
    items.push({
      kind: "message",
      key: message.local_id ? `local:${message.local_id}` : message.id,
      message,
      isFirst: isNewDay || isUnread || !before || !belongs(before, message),
      isLast: !after || !belongs(message, after) || new Date(after.created_at).toDateString() !== day,
    });
  });
  const stored = new Set(messages.flatMap(({ local_id }) => local_id ?? []));
  outgoing
    .filter(({ local_id }) => !stored.has(local_id))
    .forEach((each, at) => {
      items.push({ kind: "outgoing", key: `local:${each.local_id}`, outgoing: each, isFirst: at === 0 });
    });
  return items;
}

/** Whether two messages, one after the other, are one person's in one breath. */
function belongs(before: Message, after: Message): boolean {
  return (
    before.author.type === after.author.type &&
    before.author.id === after.author.id &&
    before.visibility === after.visibility &&
    before.type !== "system" &&
    after.type !== "system" &&
    Date.parse(after.created_at) - Date.parse(before.created_at) < PAUSE
  );
}

/** The first of the contact's last `unread` messages. */
export function firstUnreadOf(messages: readonly Message[], unread: number): string | null {
  let left = unread;
  let first: string | null = null;
  for (let at = messages.length - 1; at >= 0 && left > 0; at -= 1) {
    const message = messages[at];
    if (message?.author.type !== "contact") continue;
    first = message.id;
    left -= 1;
  }
  return first;
}
