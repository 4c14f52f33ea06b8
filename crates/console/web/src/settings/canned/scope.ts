import type { CannedResponse, Team } from "@/api/types";

export type Scope = CannedResponse["scope"];

/** Whoever writes canned responses. */
export interface Writer {
  userId: string;
  permissions: readonly string[];
  teams: readonly Team[];
}

/** The teams for which he may write. */
export function teamsOf({ userId, permissions, teams }: Writer): Team[] {
  if (permissions.includes("canned_response.edit_all")) return [...teams];
  if (!permissions.includes("canned_response.edit_team")) return [];
  return teams.filter(({ members }) => members.includes(userId));
}

/** For whom he may write. */
export function scopesOf(writer: Writer): Scope[] {
  const { permissions } = writer;
  if (!permissions.includes("canned_response.edit")) return [];
  return [
    "personal",
    ...(teamsOf(writer).length > 0 ? (["team"] as const) : []),
    ...(permissions.includes("canned_response.edit_all") ? (["all"] as const) : []),
  ];
}

/** Whether he may change this one: his own, those of teams for which he may write, and, of who may write for all, every one. */
export function mayWrite(writer: Writer, canned: CannedResponse & { user_id?: string }): boolean {
  if (!writer.permissions.includes("canned_response.edit")) return false;
  if (canned.scope === "personal" && canned.user_id === writer.userId) return true;
  if (canned.scope === "team") return teamsOf(writer).some(({ id }) => id === canned.team_id);
  return writer.permissions.includes("canned_response.edit_all");
}
