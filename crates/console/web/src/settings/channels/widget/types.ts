import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Widget = Schemas["Widget"];
export type PublicWidget = Schemas["PublicWidget"];
export type OfficeHours = Schemas["OfficeHours"];
export type Span = Schemas["OfficeSpan"];
export type Ask = Schemas["Ask"];

/** What is changed of a widget. */
export type Change = (change: Partial<Widget>) => void;

export const ASKED = ["name", "email", "phone"] as const;
export const ASKS = ["no", "optional", "required"] as const satisfies readonly Ask[];

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Day = (typeof DAYS)[number];
