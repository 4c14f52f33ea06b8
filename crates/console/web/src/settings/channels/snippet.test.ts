import { describe, expect, it } from "vitest";
import { snippetOf } from "./snippet";

describe("the snippet of a web channel", () => {
  it("is one tag that loads the widget from this server", () => {
    expect(snippetOf("https://chat.example.com", "c1")).toBe(
      '<script async src="https://chat.example.com/widget.js" data-channel="c1"></script>',
    );
  });

  it("has one slash after the address, and nothing that ends an attribute", () => {
    expect(snippetOf("https://chat.example.com/", 'a"b')).toContain(
      'src="https://chat.example.com/widget.js" data-channel="a&quot;b"',
    );
  });
});
