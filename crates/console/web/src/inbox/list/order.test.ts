import { describe, expect, it } from "vitest";
import { minute } from "@/testing/made";
import { compare, move } from "./order";

const place = (id: string, at: number) => ({ id, last_activity_at: minute(at) });

describe("the order of a list", () => {
  it("holds through every move, and keeps each room once", () => {
    const list: ReturnType<typeof place>[] = [];
    const known = new Map<string, ReturnType<typeof place>>();
    for (let step = 0; step < 59; step += 1) {
      const id = `room-${(step * 7) % 13}`;
      const next = place(id, step);
      move(list, known.get(id), next);
      known.set(id, next);
    }
    expect(list).toEqual([...known.values()].sort(compare));
    move(list, known.get("room-3"), undefined);
    expect(list.some(({ id }) => id === "room-3")).toBe(false);
    expect(list).toHaveLength(12);
  });
});
