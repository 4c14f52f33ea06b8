import { describe, expect, it } from "vitest";
import { pressed, Sequences } from "./keys";
import { best, match } from "./match";

const key = (name: string, held: Partial<Record<"metaKey" | "ctrlKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  pressed({ key: name, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...held });

describe("keys", () => {
  it("are read as they are written", () => {
    expect(key("K", { metaKey: true, shiftKey: true })).toBe("mod+shift+k");
    expect(key("k", { ctrlKey: true })).toBe("mod+k");
    expect(key("?", { shiftKey: true })).toBe("?");
    expect(key("E", { shiftKey: true })).toBe("shift+e");
    expect(key("Shift")).toBeUndefined();
    expect(key("å", { altKey: true })).toBeUndefined();
  });

  it("make sequences, if they come soon enough", () => {
    const sequences = new Sequences();
    const bound = new Set(["g m", "g u", "m", "e"]);
    expect(sequences.press("g", 0, bound)).toBeUndefined();
    expect(sequences.press("m", 500, bound)).toBe("g m");
    expect(sequences.press("m", 600, bound)).toBe("m");
    expect(sequences.press("g", 1_000, bound)).toBeUndefined();
    expect(sequences.press("u", 9_000, bound)).toBeUndefined();
    expect(sequences.press("g", 10_000, bound)).toBeUndefined();
    expect(sequences.press("e", 10_100, bound)).toBe("e");
  });
});

describe("what is typed into the palette", () => {
  it("finds every word, without accents, and the beginnings of words first", () => {
    expect(match("Assign to me", "me ass")).toBeGreaterThan(0);
    expect(match("Assign to me", "team")).toBe(0);
    expect(match("Zoë Müller", "zoe mul")).toBeGreaterThan(0);
    expect(best(["Unassigned", "Assign…", "Resolve"], "ass", (text) => text, 5)).toEqual(["Assign…", "Unassigned"]);
  });

  it("finds one among 10,000 rooms", () => {
    const rooms = Array.from({ length: 10_000 }, (_, at) => `Customer ${at} customer${at}@example.com`);
    expect(best(rooms, "customer 9999", (text) => text, 20)[0]).toContain("9999");
  });
});
