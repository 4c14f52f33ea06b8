import { describe, expect, it } from "vitest";
import { IN_VAIN, somePage } from "./somePage";

const page = (found: string[], next: string | null) => ({ found, next });

describe("a page with something on it", () => {
  it("is looked for as long as there is more", async () => {
    const pages = { "": page([], "a"), a: page([], "b"), b: page(["x"], "c") };
    const asked: (string | null)[] = [];
    const found = await somePage(async (cursor) => {
      asked.push(cursor);
      return pages[(cursor ?? "") as keyof typeof pages];
    }, null);
    expect(found).toEqual(page(["x"], "c"));
    expect(asked).toEqual([null, "a", "b"]);
  });

  it("is none where there is nothing more", async () => {
    expect(await somePage(async () => page([], null), "z")).toEqual(page([], null));
  });

  it("is not looked for for ever", async () => {
    let asked = 0;
    const found = await somePage(async () => page([], String(++asked)), null);
    expect([found, asked]).toEqual([page([], String(IN_VAIN)), IN_VAIN]);
  });
});
