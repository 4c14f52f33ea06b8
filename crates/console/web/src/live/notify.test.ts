import { describe, expect, it } from "vitest";
import type { ServerEvent } from "@/api/types";
import { aMessage, aRoom } from "@/testing/made";
import { isForMe } from "./notify";

function created(message: Parameters<typeof aMessage>[0], assignees: string[]): ServerEvent {
  return {
    id: "e",
    type: "message.created",
    at: "",
    data: { actor: { type: "contact" }, message: aMessage(message), room: aRoom({ assignees }) },
  };
}

describe("a message is for me", () => {
  it("when the customer of a room of mine writes", () => {
    expect(isForMe(created({}, ["me"]), "me")).toBe(true);
    expect(isForMe(created({}, ["other"]), "me")).toBe(false);
  });

  it("when a colleague mentions me, and not when I do", () => {
    const note = { author: { type: "user", id: "ann" }, visibility: "internal", mentions: ["me"] } as const;
    expect(isForMe(created({ ...note, mentions: ["me"] }, []), "me")).toBe(true);
    expect(isForMe(created({ ...note, author: { type: "user", id: "me" }, mentions: ["me"] }, []), "me")).toBe(false);
    expect(isForMe(created({ ...note, mentions: [] }, ["me"]), "me")).toBe(false);
  });
});
