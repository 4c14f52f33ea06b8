import type { Message } from "@/api/types";

/** Where a message of ours stands before the server has it. */
export type OutgoingState = "queued" | "failed" | "held";

/** A file that goes along with a message. */
export interface OutgoingFile {
  /** What is in it, if it is here. */
  readonly blob: Blob | null;
  readonly name: string;
  readonly size: number;
  /** Its id, once it is uploaded. */
  readonly id: string | null;
}

/** A message of ours that the server has not stored yet. */
export interface Outgoing {
  /** The same at every try: the server stores it once, however often it comes. */
  readonly local_id: string;
  readonly room_id: string;
  readonly text: string;
  readonly visibility: "public" | "internal";
  readonly file: OutgoingFile | null;
  readonly mentions: readonly string[];
  readonly reply_to: string | null;
  /** The last public message that its author had seen; null: none, or he does not mind. */
  readonly expected: string | null;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly state: OutgoingState;
  /** Why it failed, in the server's words. */
  readonly reason: string | null;
  /** The colleague's answer that held it back. */
  readonly newer: Message | null;
}
