import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** What the settings know of the server's types, under the names that they use. */
export type Webhook = Schemas["Webhook"];
export type FollowedWebhook = Schemas["FollowedWebhook"];
export type CreatedWebhook = Schemas["CreatedWebhook"];

/** Which rooms' events: the parts that are given. */
type RoomFilter = Partial<Schemas["RoomFilter"]>;
/** What a webhook is changed to, and created with: the server fills in what is left out. */
export type WebhookEdit = Omit<Schemas["WebhookEdit"], "rooms"> & { rooms?: RoomFilter | null };
export type NewWebhookBody = Partial<Omit<Schemas["NewWebhook"], "rooms">> & { url: string; rooms?: RoomFilter };
export type Position = Schemas["Position"];
export type Dialect = Schemas["Dialect"];
export type Attempt = Schemas["Attempt"];
export type AttemptOutcome = Schemas["AttemptOutcome"];
export type Exchange = Schemas["Exchange"];
export type DeadLetter = Schemas["DeadLetter"];
export type ParkedRoom = Schemas["ParkedRoom"];
export type Replay = Schemas["Replay"];
export type NewReplay = Schemas["NewReplay"];
export type SentSample = Schemas["SentSample"];
export type RotatedSecret = Schemas["RotatedSecret"];
export type EventType = Schemas["EventType"];
export type Token = Schemas["Token"];
export type IssuedToken = Schemas["IssuedToken"];
export type Scope = Schemas["Scope"];
export type Role = Schemas["Role"];
export type User = Schemas["User"];
export type Team = Schemas["Team"];
export type Channel = Schemas["Channel"];
export type CustomField = Schemas["CustomField"];
export type CustomFieldPut = Schemas["CustomFieldPut"];
export type Sla = Schemas["Sla"];
export type CannedResponse = Schemas["CannedResponse"];
export type OAuthClient = Schemas["OAuthClient"];
export type CreatedOAuthClient = Schemas["CreatedOAuthClient"];
export type OrganizationSettings = Schemas["Settings"];
