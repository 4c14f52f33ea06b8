import { describe, expect, it } from "vitest";
import { Searches } from "./searches";

describe("what was looked for lately", () => {
  it("stands once, the latest first, and is kept", () => {
    const kept: (readonly string[])[] = [];
    const searches = new Searches((all) => kept.push(all));
    searches.restore(["parcel"]);
    searches.add("refund");
    searches.add("Parcel");
    searches.add("");
    expect(searches.all).toEqual(["Parcel", "refund"]);
    expect(kept.at(-1)).toBe(searches.all);
    for (let at = 0; at < 20; at += 1) searches.add(`word ${at}`);
    expect(searches.all).toHaveLength(8);
    expect(searches.all[0]).toBe("word 19");
  });
});
