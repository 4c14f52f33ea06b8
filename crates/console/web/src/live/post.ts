import { call } from "@/api/call";
import { uploadFile } from "@/api/files";
import type { Message } from "@/api/types";
import type { Outgoing } from "./outgoing";

/** Posts a message; twice is once. */
export async function post(outgoing: Outgoing): Promise<Message> {
  const { file, mentions, reply_to, expected } = outgoing;
  const body = {
    visibility: outgoing.visibility,
    local_id: outgoing.local_id,
    ...(outgoing.text || !file ? { text: outgoing.text } : {}),
    ...(file?.id ? { file_id: file.id } : {}),
    ...(reply_to ? { reply_to } : {}),
    ...(outgoing.visibility === "public" && expected ? { expected_last_message_id: expected } : {}),
    ...(mentions.length > 0 ? { mentions } : {}),
  };
  return await call<Message>("POST", `/v1/rooms/${outgoing.room_id}/messages`, body);
}

/** Uploads a message's file, and answers its id. */
export async function upload({ file }: Outgoing, progress: (part: number) => void): Promise<string> {
  if (!file?.blob) throw new Error("The file is not here any more: attach it again.");
  const { id } = await uploadFile(file.blob, file.name, progress);
  return id;
}
