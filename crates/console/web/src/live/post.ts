import { call } from "@/api/call";
import { knowsNotField } from "@/api/problem";
import type { Message } from "@/api/types";
import type { Outgoing } from "./outgoing";

/** Fields that the server turned out not to know: one that is older than this page. */
const unknown = new Set<string>();

/** Posts a message; twice is once. */
export async function post(outgoing: Outgoing): Promise<Message> {
  const optional: Record<string, unknown> = {
    expected_last_message_id: outgoing.visibility === "public" ? outgoing.expected : null,
    mentions: outgoing.mentions.length > 0 ? outgoing.mentions : null,
  };
  const told = Object.entries(optional).filter(([field, value]) => value !== null && !unknown.has(field));
  const body = {
    text: outgoing.text,
    visibility: outgoing.visibility,
    local_id: outgoing.local_id,
    ...(outgoing.reply_to ? { reply_to: outgoing.reply_to } : {}),
    ...Object.fromEntries(told),
  };
  try {
    return await call<Message>("POST", `/v1/rooms/${outgoing.room_id}/messages`, body);
  } catch (error) {
    const stranger = told.find(([field]) => knowsNotField(error, field));
    if (!stranger) throw error;
    unknown.add(stranger[0]);
    return await post(outgoing);
  }
}
