import { expect, it } from "vitest";
import { markMentions } from "./mentioned";

it("names that are mentioned are marked, the longest that fits, and links are left alone", () => {
  const people = [
    { name: "Ann", isMe: false },
    { name: "Ann Lee", isMe: true },
  ];
  const link = { kind: "link", text: "x@Ann.example", href: "mailto:x@Ann.example" } as const;
  expect(markMentions([{ kind: "text", text: "@Ann Lee, ask @Ann or @Bob: " }, link], people)).toEqual([
    { kind: "mention", text: "@Ann Lee", isMe: true },
    { kind: "text", text: ", ask " },
    { kind: "mention", text: "@Ann", isMe: false },
    { kind: "text", text: " or @Bob: " },
    link,
  ]);
  expect(markMentions([{ kind: "text", text: "@Ann" }], [])).toEqual([{ kind: "text", text: "@Ann" }]);
});
