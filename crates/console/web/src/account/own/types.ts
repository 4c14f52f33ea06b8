import type { Me } from "@/api/types";

/** Whether a user shows a code beside his password. */
export interface TwoFactor {
  enabled: boolean;
  recovery_codes_left: number;
}

/** Who is signed in, as he himself is told. */
export type OwnAccount = Me & { two_factor?: TwoFactor };

/** What one scans to get codes. */
export interface NewTotp {
  /** For who cannot scan: base 32. */
  secret: string;
  uri: string;
  /** An SVG. */
  qr: string;
}

/** Under what name the page keeps who is signed in. */
export const ME = ["account", "me"] as const;
/** And his sessions. */
export const SESSIONS = ["account", "sessions"] as const;
