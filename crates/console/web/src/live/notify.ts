import type { Room, ServerEvent } from "@/api/types";

/** Whether an event is a message that this user waits for: a customer's in his room, or a note that mentions him. */
export function isForMe({ type, data }: ServerEvent, me: string): boolean {
  const { message } = data;
  if (type !== "message.created" || !message) return false;
  if (message.author.type === "contact") return isMine(data.room, me);
  return message.author.id !== me && (message.mentions?.includes(me) ?? false);
}

function isMine(room: Room | undefined, me: string): boolean {
  return room?.assignees.includes(me) ?? false;
}
