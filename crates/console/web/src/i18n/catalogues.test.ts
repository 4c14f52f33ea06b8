import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import en from "@/messages/en.json";
import fr from "@/messages/fr.json";
import id from "@/messages/id.json";
import { bestLocale, regional } from "./locales";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

function variables(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name ?? ""))]
    .filter((name) => /^[a-z]+$/.test(name))
    .sort();
}

describe.each([
  ["id", id],
  ["fr", fr],
] as const)("the catalogue %s", (locale, catalogue) => {
  const own = new Map(flat(catalogue as Tree));

  it("has the same keys as the English one", () => {
    expect([...own.keys()].sort()).toEqual(
      flat(en as Tree)
        .map(([key]) => key)
        .sort(),
    );
  });

  it("has the same variables, and can be read", () => {
    const values = {
      name: "Ada",
      names: "Ada",
      count: 2,
      view: "v",
      number: 1,
      tag: "t",
      text: "t",
      most: "1 MB",
      at: "now",
      value: 5,
      reason: "r",
      priority: "p",
      sla: "s",
    };
    const t = createTranslator({
      locale,
      messages: catalogue,
      onError: (error) => {
        throw error;
      },
    });
    for (const [key, text] of flat(en as Tree)) {
      const translated = own.get(key) ?? "";
      const wanted = variables(text).filter((name) => name in values);
      expect(
        variables(translated).filter((name) => name in values),
        key,
      ).toEqual(wanted);
      expect(t(key as never, values as never)).not.toContain("{");
    }
  });
});

describe("the best language", () => {
  it("is the first that there is a catalogue for", () => {
    expect(bestLocale(["de-DE", "fr-CA", "en"])).toBe("fr");
    expect(bestLocale(["in-ID"])).toBe("id");
    expect(bestLocale(["de"])).toBe("en");
  });

  it("writes dates as where the reader lives, in the language that is spoken", () => {
    expect(regional("en", ["de-DE", "en-GB"])).toBe("en-GB");
    expect(regional("fr", ["de-DE", "en-GB"])).toBe("fr");
  });
});
