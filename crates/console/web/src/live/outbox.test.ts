import { describe, expect, it, vi } from "vitest";
import { Problem, Unreachable } from "@/api/problem";
import { aMessage, anOutgoing } from "@/testing/made";
import { Outbox } from "./outbox";
import type { Outgoing } from "./outgoing";

function refusal(status: number, code: string, more = {}): Problem {
  return new Problem({ type: "about:blank", title: code, status, detail: `because of ${code}`, code, ...more });
}

function setUp(answers: (Error | undefined)[], uploads: (Error | string)[] = []) {
  const kept = new Map<string, Outgoing>();
  const posted: Outgoing[] = [];
  const outbox = new Outbox({
    post: async (outgoing) => {
      posted.push(outgoing);
      const answer = answers.shift();
      if (answer) throw answer;
      return aMessage({ id: `stored-${outgoing.local_id}`, local_id: outgoing.local_id });
    },
    upload: async (_, progress) => {
      progress(0.5);
      const answer = uploads.shift();
      if (typeof answer !== "string") throw answer;
      return answer;
    },
    keep: async (outgoing) => void kept.set(outgoing.local_id, outgoing),
    drop: async (localId) => void kept.delete(localId),
    stored: () => {},
    changed: () => {},
    unreachable: () => {},
    pause: async () => {},
  });
  return { outbox, kept, posted };
}

const localIds = (all: readonly Outgoing[]) => all.map(({ local_id }) => local_id);

describe("the outbox", () => {
  it("sends a room's messages one after the other, trying each until it is stored, always as the same message", async () => {
    const { outbox, kept, posted } = setUp([new Unreachable(), refusal(503, "overloaded"), undefined]);
    await Promise.all([outbox.add(anOutgoing({ local_id: "a" })), outbox.add(anOutgoing({ local_id: "b", at: 1 }))]);
    await vi.waitFor(() => expect(outbox.of("room")).toEqual([]));
    expect(localIds(posted)).toEqual(["a", "a", "a", "b"]);
    expect(kept.size).toBe(0);
  });

  it("keeps what is refused, with the reason, and goes on with the next", async () => {
    const { outbox, kept } = setUp([refusal(403, "blocked")]);
    await outbox.add(anOutgoing({ local_id: "a" }));
    await outbox.add(anOutgoing({ local_id: "b", at: 1 }));
    await vi.waitFor(() => expect(localIds(outbox.of("room"))).toEqual(["a"]));
    expect(outbox.of("room")[0]).toMatchObject({ state: "failed", reason: "because of blocked" });
    expect(kept.get("a")?.state).toBe("failed");
    outbox.retry("room", "a");
    await vi.waitFor(() => expect(outbox.of("room")).toEqual([]));
  });

  it("holds a reply back when a colleague was faster, and sends it anyway when told to", async () => {
    const newer = aMessage({ id: "newer" });
    const { outbox, posted } = setUp([refusal(409, "newer_answer", { message: newer })]);
    await outbox.add(anOutgoing({ expected: "seen" }));
    await vi.waitFor(() => expect(outbox.of("room")[0]).toMatchObject({ state: "held", newer: { id: "newer" } }));
    outbox.retry("room", "local", true);
    await vi.waitFor(() => expect(outbox.of("room")).toEqual([]));
    expect(posted.map(({ expected }) => expected)).toEqual(["seen", null]);
  });

  it("does not take one's own message for a colleague's", async () => {
    const { outbox, posted } = setUp([]);
    await Promise.all([
      outbox.add(anOutgoing({ local_id: "a", expected: "seen" })),
      outbox.add(anOutgoing({ local_id: "b", expected: "seen", at: 1 })),
    ]);
    await vi.waitFor(() => expect(posted).toHaveLength(2));
    expect(posted.map(({ expected }) => expected)).toEqual(["seen", "stored-a"]);
  });

  it("goes on with what an earlier page left behind, in its order", async () => {
    const { outbox, posted } = setUp([]);
    outbox.restore([
      anOutgoing({ local_id: "b", at: 2 }),
      anOutgoing({ local_id: "a", at: 1 }),
      anOutgoing({ local_id: "f", state: "failed" }),
    ]);
    await vi.waitFor(() => expect(localIds(outbox.of("room"))).toEqual(["f"]));
    expect(localIds(posted)).toEqual(["a", "b"]);
  });

  it("uploads a file until it is there, and not again when the message itself has to wait", async () => {
    const { outbox, posted } = setUp([new Unreachable(), undefined], [new Unreachable(), "file-1"]);
    const file = { blob: new Blob(["x"]), name: "x.txt", size: 1, id: null };
    await outbox.add(anOutgoing({ local_id: "a", file }));
    await vi.waitFor(() => expect(outbox.of("room")).toEqual([]));
    expect(posted.map(({ file }) => file?.id)).toEqual(["file-1", "file-1"]);
    expect(outbox.progressOf("a")).toBeUndefined();
  });

  it("keeps a file that is refused, and uploads it anew when it is sent again", async () => {
    const tooLarge = refusal(413, "file_too_large");
    const { outbox, kept, posted } = setUp([refusal(422, "invalid"), undefined], [tooLarge, "file-1", "file-2"]);
    const file = { blob: new Blob(["x"]), name: "x.txt", size: 1, id: null };
    await outbox.add(anOutgoing({ local_id: "a", file }));
    await vi.waitFor(() => expect(outbox.of("room")[0]?.reason).toBe("because of file_too_large"));
    expect(kept.get("a")?.file?.blob).toBe(file.blob);
    outbox.retry("room", "a");
    await vi.waitFor(() => expect(outbox.of("room")[0]?.reason).toBe("because of invalid"));
    outbox.retry("room", "a");
    await vi.waitFor(() => expect(outbox.of("room")).toEqual([]));
    expect(posted.map(({ file }) => file?.id)).toEqual(["file-1", "file-2"]);
  });
});
