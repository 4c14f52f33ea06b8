import type { components } from "./schema";

type Schemas = components["schemas"];

/** What this page knows of the server's types, under the names that it uses. */
export type User = Schemas["User"];
export type Me = Schemas["Me"];
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
export type CannedResponse = Schemas["CannedResponse"];

/** Something uploaded. */
export type UploadedFile = Schemas["File"];

/** A piece of a text, and whether it is what was looked for. */
export type SnippetPart = Schemas["SnippetPart"];

export type FoundMessage = Schemas["FoundMessage"];
export type FoundContact = Schemas["FoundContact"];
export type FoundRoom = Schemas["FoundRoom"];

/** What a view shows. */
export type ViewFilter = Schemas["ViewFilter"];

/** A view that somebody saved. */
export type SavedView = Schemas["View"];
