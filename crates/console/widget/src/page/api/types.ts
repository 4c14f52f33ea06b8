/** What the API tells a contact: only what the widget reads. */

export interface Actor {
  type: 'user' | 'bot' | 'contact' | 'system';
  id?: string;
}

export interface Message {
  id: string;
  room_id: string;
  author: Actor;
  type: string;
  /** Absent: the message is deleted. */
  text?: string;
  payload?: unknown;
  revision: number;
  local_id?: string;
  created_at: string;
  edited_at?: string;
  deleted_at?: string;
}

/** What `POST /v1/files` answers. */
export interface UploadedFile {
  id: string;
  name: string;
  size: number;
  media_type: string;
}

/** What a message with a file says of it. Integrations that keep files elsewhere have their own names for some of it. */
export interface FilePayload {
  file_id: string;
  url: string;
  name: string;
  filename: string;
  media_type: string;
  mime_type: string;
  size: number;
  width: number;
  height: number;
}

/** What may be uploaded. */
export interface FileLimits {
  max_bytes: number;
  media_types: string[];
}

export interface Room {
  id: string;
  version: number;
  status: string;
  assignees: string[];
  rating?: { value: number };
}

export interface Participant {
  person: { type: 'user' | 'contact'; id: string };
  display_name?: string;
  last_read_at?: string;
}

export interface MessagePage {
  messages: Message[];
  next: string | null;
}

export interface Event {
  type: string;
  room_id: string;
  room_version: number;
  data: { actor: Actor; room?: Room; message?: Message; participant?: { person: Participant['person'] } };
}

/** What the socket sends. */
export type Frame =
  | { type: 'ready' }
  | { type: 'subscribed'; room_id: string; after: number }
  | { type: 'event'; event: Event }
  | { type: 'typing'; room_id: string; person: Participant['person']; typing: boolean }
  | { type: 'error'; ref?: string; problem: { code: string; status: number } }
  | { type: 'read' }
  | { type: 'posted' };
