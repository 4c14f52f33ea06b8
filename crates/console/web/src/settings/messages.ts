import type { Locale } from "@/i18n/locales";
import accountEn from "@/messages/account.en.json";
import en from "@/messages/settings.en.json";

/** The texts of the pages that most never open: settings, one's account, and how one begins. */
const settingsEn = { ...en, ...accountEn };

/** Those texts in a language. English is always there; the others are fetched. */
export async function settingsMessagesOf(locale: Locale): Promise<typeof settingsEn> {
  switch (locale) {
    case "id":
      return {
        ...(await import("@/messages/settings.id.json")).default,
        ...(await import("@/messages/account.id.json")).default,
      };
    case "fr":
      return {
        ...(await import("@/messages/settings.fr.json")).default,
        ...(await import("@/messages/account.fr.json")).default,
      };
    default:
      return settingsEn;
  }
}

export { settingsEn };
