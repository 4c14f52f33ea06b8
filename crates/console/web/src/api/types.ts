import type { components } from "./schema";

type Schemas = components["schemas"];

/** What this page knows of the server's types, under the names that it uses. */
export type User = Schemas["User"];
export type Me = Schemas["Me"] & { files?: { max_bytes: number; media_types: string[] } };
export type Contact = Schemas["Contact"];
export type Channel = Schemas["Channel"];
export type Team = Schemas["Team"];
export type Actor = Schemas["Actor"];
export type Priority = Schemas["Priority"];
export type RoomStatus = Schemas["RoomStatus"];
export type DeliveryStatus = Schemas["DeliveryStatus"];
export type CustomField = Schemas["CustomField"];
export type Participant = Schemas["Participant"];

export type Room = Schemas["Room"];

export type Message = Schemas["Message"];

export type RoomCounts = Schemas["RoomCounts"];

/** Why a request was refused (RFC 9457). `message` is the newer answer that held a reply back. */
export type ProblemDocument = Schemas["Problem"] & { message?: Message };

/** A fact in the organization's log. */
export interface ServerEvent {
  seq?: number;
  id: string;
  type: string;
  at: string;
  room_id?: string | null;
  room_version?: number | null;
  data: {
    actor: Actor;
    room?: Room;
    message?: Message;
    participant?: { id: string; person: Person };
    contact_id?: string;
    user_id?: string;
    team_id?: string;
    channel_id?: string;
    changes?: Record<string, { from?: unknown; to?: unknown }>;
  };
}

/** Somebody in a room. */
export interface Person {
  type: "user" | "contact";
  id: string;
}

/** A text that is written often. */
export interface CannedResponse {
  id: string;
  shortcut: string;
  text: string;
  scope: "personal" | "team" | "all";
  team_id?: string;
  tags?: string[];
}

/** What a view shows. */
export type ViewFilter = Schemas["ViewFilter"];

/** A view that somebody saved. */
export type SavedView = Schemas["View"];
