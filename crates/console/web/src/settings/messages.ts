import type { Locale } from "@/i18n/locales";
import en from "@/messages/settings.en.json";

/** The texts of the settings in a language. English is always there; the others are fetched. */
export async function settingsMessagesOf(locale: Locale): Promise<typeof en> {
  switch (locale) {
    case "id":
      return (await import("@/messages/settings.id.json")).default;
    case "fr":
      return (await import("@/messages/settings.fr.json")).default;
    default:
      return en;
  }
}

export { en as settingsEn };
