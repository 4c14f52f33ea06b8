import { describe, expect, it } from "vitest";
import { settingsEn, settingsMessagesOf } from "./messages";

type Texts = { [key: string]: string | Texts };

/** Every key, with the names of what is put into its text. */
function keysOf(texts: Texts, path = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? `${path}${key} ${namesOf(value)}` : keysOf(value, `${path}${key}.`),
  );
}

const namesOf = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort().join(" ");

describe("the catalogues of the settings", () => {
  it.each(["id", "fr"] as const)("%s has the texts of English, with the same values in them", async (locale) => {
    expect(keysOf(await settingsMessagesOf(locale))).toEqual(keysOf(settingsEn));
  });
});
