import { describe, expect, it } from "vitest";
import { aRoom, minute } from "@/testing/made";
import { arrange, hold } from "./held";

const room = (id: string, at: number) => aRoom({ id, last_activity_at: minute(at) });
const ids = (rooms: readonly { id: string }[]) => rooms.map(({ id }) => id);

describe("a list that is read", () => {
  const shown = [room("c", 3), room("b", 2), room("a", 1)];

  it("leaves rows where they are, and counts what waits above", () => {
    const held = hold(shown);
    const arranged = arrange([room("new", 9), room("a", 8), room("c", 3), room("b", 2)], held);
    expect(ids(arranged.rooms)).toEqual(["c", "b", "a"]);
    expect(arranged.waiting).toBe(2);
  });

  it("adds what is fetched below, and drops what is gone", () => {
    const held = hold(shown);
    expect(arrange([room("c", 3), room("a", 1), room("z", 0)], held)).toMatchObject({ waiting: 0 });
    expect(ids(arrange([room("c", 3), room("a", 1), room("z", 0)], held).rooms)).toEqual(["c", "a", "z"]);
  });

  it("moves freely when it is not held", () => {
    expect(ids(arrange([room("a", 8), room("c", 3)], undefined).rooms)).toEqual(["a", "c"]);
  });
});
