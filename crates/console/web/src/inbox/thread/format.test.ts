import { describe, expect, it } from "vitest";
import { isEmojiOnly, piecesOf } from "./format";

const links = (text: string) => piecesOf(text).flatMap((piece) => (piece.kind === "link" ? [piece.href] : []));

describe("what is written", () => {
  it("has addresses that can be followed, without what ends the sentence", () => {
    expect(links("See https://example.com/a?b=c, or (www.example.org).")).toEqual([
      "https://example.com/a?b=c",
      "https://www.example.org",
    ]);
    expect(links("https://example.com/a_(b)")).toEqual(["https://example.com/a_(b)"]);
    expect(links("write to ada@example.com!")).toEqual(["mailto:ada@example.com"]);
  });

  it("never makes an address of anything that runs", () => {
    expect(links("javascript:alert(1) data:text/html,x")).toEqual([]);
  });

  it("stays whole", () => {
    const text = "a https://example.com. b\nc";
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  it("is large if it is nothing but emoji", () => {
    expect(isEmojiOnly("👍🏽 🇮🇩")).toBe(true);
    expect(isEmojiOnly("👍 ok")).toBe(false);
    expect(isEmojiOnly("  ")).toBe(false);
  });
});
