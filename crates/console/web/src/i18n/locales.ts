import type accountEn from "@/messages/account.en.json";
import en from "@/messages/en.json";
import type settingsEn from "@/messages/settings.en.json";

/** Every text of the page, by its key. */
export type Messages = typeof en;

declare module "use-intl" {
  interface AppConfig {
    // The texts of the settings and of one's account come with those pages.
    Messages: Messages & typeof settingsEn & typeof accountEn;
  }
}

/** The languages there are catalogues for, each by its own name. */
export const LOCALES = { en: "English", id: "Bahasa Indonesia", fr: "Français" } as const;

export type Locale = keyof typeof LOCALES;

/** The best of our languages for a reader of these ones, the best first. */
export function bestLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = languageOf(tag);
    if (language in LOCALES) return language as Locale;
  }
  return "en";
}

/** A language as it is written where the reader of these ones lives: for dates, times and numbers. */
export function regional(locale: Locale, wanted: readonly string[]): string {
  return wanted.find((tag) => languageOf(tag) === locale) ?? locale;
}

function languageOf(tag: string): string {
  const language = tag.toLowerCase().split("-")[0] ?? "";
  // The tag that Indonesian had before 1989 is still sent.
  return language === "in" ? "id" : language;
}

/** The texts of a language. English is always there; the others are fetched. */
export async function messagesOf(locale: Locale): Promise<Messages> {
  switch (locale) {
    case "id":
      return (await import("@/messages/id.json")).default;
    case "fr":
      return (await import("@/messages/fr.json")).default;
    default:
      return en;
  }
}

export { en };
