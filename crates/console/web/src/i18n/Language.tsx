import { type ReactNode, useEffect, useState } from "react";
import { IntlProvider } from "use-intl";
import { usePreference } from "@/account/preferences";
import { bestLocale, en, type Locale, type Messages, messagesOf, regional } from "./locales";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Everything inside speaks the user's language. */
export function Language({ children }: { children: ReactNode }) {
  const chosen = usePreference("locale");
  const locale: Locale = chosen === "auto" ? bestLocale(navigator.languages) : chosen;
  const [spoken, setSpoken] = useState<{ locale: Locale; messages: Messages }>({ locale: "en", messages: en });

  useEffect(() => {
    let isWanted = true;
    void messagesOf(locale).then((messages) => {
      if (!isWanted) return;
      document.documentElement.lang = locale;
      setSpoken({ locale, messages });
    });
    return () => {
      isWanted = false;
    };
  }, [locale]);

  return (
    <IntlProvider locale={regional(spoken.locale, navigator.languages)} messages={spoken.messages} timeZone={ZONE}>
      {children}
    </IntlProvider>
  );
}
