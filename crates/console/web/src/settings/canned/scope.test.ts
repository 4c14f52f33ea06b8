import { describe, expect, it } from "vitest";
import type { CannedResponse, Team } from "@/api/types";
import { mayWrite, scopesOf, teamsOf, type Writer } from "./scope";

const teams = [
  { id: "t1", members: ["me"] },
  { id: "t2", members: ["you"] },
] as Team[];
const may = (...permissions: string[]): Writer => ({
  userId: "me",
  permissions: permissions.map((each) => `canned_response.${each}`),
  teams,
});
const canned = (rest: object): CannedResponse => ({ id: "c", shortcut: "hi", text: "Hi", ...rest }) as CannedResponse;

describe("who may write canned responses", () => {
  it("is nobody without the permission", () => {
    expect(scopesOf(may())).toEqual([]);
    expect(mayWrite(may(), canned({ scope: "personal", user_id: "me" }))).toBe(false);
  });

  it("is everybody for himself", () => {
    expect(scopesOf(may("edit"))).toEqual(["personal"]);
    expect(mayWrite(may("edit"), canned({ scope: "personal", user_id: "me" }))).toBe(true);
    expect(mayWrite(may("edit"), canned({ scope: "personal", user_id: "you" }))).toBe(false);
  });

  it("is, for a team, who belongs to it", () => {
    const writer = may("edit", "edit_team");
    expect(scopesOf(writer)).toEqual(["personal", "team"]);
    expect(teamsOf(writer).map(({ id }) => id)).toEqual(["t1"]);
    expect(mayWrite(writer, canned({ scope: "team", team_id: "t1" }))).toBe(true);
    expect(mayWrite(writer, canned({ scope: "team", team_id: "t2" }))).toBe(false);
    expect(mayWrite(writer, canned({ scope: "all" }))).toBe(false);
  });

  it("is, for all, who may write everything", () => {
    const writer = may("edit", "edit_all");
    expect(scopesOf(writer)).toEqual(["personal", "team", "all"]);
    expect(teamsOf(writer)).toHaveLength(2);
    for (const scope of ["personal", "all"]) expect(mayWrite(writer, canned({ scope, user_id: "you" }))).toBe(true);
  });
});
