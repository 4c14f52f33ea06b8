import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ServerEvent } from "@/api/types";
import { Polling } from "./polling";

const asked: string[] = [];
let answers: (() => Response | Promise<Response>)[] = [];

beforeEach(() => {
  asked.length = 0;
  answers = [];
  vi.stubGlobal("location", { origin: "http://localhost" });
  vi.stubGlobal("fetch", async ({ url, signal }: Request) => {
    asked.push(new URL(url).searchParams.get("after") ?? "");
    const answer = answers.shift();
    if (answer) return await answer();
    // Nothing happens any more.
    return await new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

const events = (...seqs: number[]) =>
  Response.json({
    next: seqs.at(-1) ?? 0,
    events: seqs.map((seq) => ({ seq, id: String(seq), type: "x", at: "", data: {} })),
  });
const refused = () => Response.json({ code: "forbidden", status: 403, title: "", type: "" }, { status: 403 });

function setUp(from = 5) {
  let position = from;
  const heard: (number | undefined)[] = [];
  const stale = vi.fn();
  const reached: boolean[] = [];
  const polling = new Polling(
    {
      position: () => position,
      event: ({ seq }: ServerEvent) => {
        heard.push(seq);
        position = seq ?? position;
      },
      passed: (next) => {
        position = Math.max(position, next);
      },
      lost: () => {
        position = 0;
      },
      stale,
      reached: (isReached) => reached.push(isReached),
    },
    1,
  );
  return { polling, heard, stale, reached };
}

it("events are fetched one answer after the other, each after the last one heard", async () => {
  answers = [() => events(6, 7), () => events(), () => events(8)];
  const { polling, heard } = setUp();
  polling.start();
  await vi.waitFor(() => expect(asked).toEqual(["5", "7", "7", "8"]));
  expect(heard).toEqual([6, 7, 8]);
  polling.stop();
  expect(polling.isRunning).toBe(false);
});

it("where events are refused, everything is asked for anew now and then", async () => {
  answers = [refused, refused];
  const { polling, stale } = setUp();
  polling.start();
  await vi.waitFor(() => expect(stale).toHaveBeenCalledTimes(2));
  polling.stop();
});

it("a server out of reach is tried again", async () => {
  answers = [() => Promise.reject(new TypeError("network")), () => events(6)];
  const { polling, heard, reached } = setUp();
  polling.start();
  await vi.waitFor(() => expect(heard).toEqual([6]));
  expect(reached[0]).toBe(false);
  polling.stop();
});

it("where nobody knows where the log stands, events are not asked for", async () => {
  answers = [() => Response.json({ code: "invalid_position", status: 400, title: "", type: "" }, { status: 400 })];
  const { polling, stale } = setUp();
  polling.start();
  await vi.waitFor(() => expect(stale.mock.calls.length).toBeGreaterThan(2));
  expect(asked).toEqual(["5"]);
  polling.stop();
});
