import type { components } from "@/api/schema";

type Schemas = components["schemas"];

/** Whether a user shows a code beside his password. */
export type TwoFactor = Schemas["TwoFactor"];

/** What one scans to get codes. */
export type NewTotp = Schemas["NewTotp"];

/** Under what name the page keeps who is signed in. */
export const ME = ["account", "me"] as const;
/** And his sessions. */
export const SESSIONS = ["account", "sessions"] as const;
