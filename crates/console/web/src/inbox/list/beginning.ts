import type { Message } from "@/api/types";

/** The first words of a message, on one line. */
export function beginning(message: Message): string {
  return (message.text ?? "").slice(0, 160).replace(/\s+/g, " ").trim();
}
