import { type ReactNode, useEffect, useMemo, useState } from "react";
import { IntlProvider, useLocale, useMessages } from "use-intl";
import { bestLocale } from "@/i18n/locales";
import { settingsEn, settingsMessagesOf } from "./messages";

/** Everything inside finds the settings' texts beside the others. */
export function SettingsLanguage({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const others = useMessages();
  const [own, setOwn] = useState(settingsEn);

  useEffect(() => {
    let isWanted = true;
    void settingsMessagesOf(bestLocale([locale])).then((messages) => isWanted && setOwn(messages));
    return () => {
      isWanted = false;
    };
  }, [locale]);

  const messages = useMemo(() => ({ ...others, ...own }), [others, own]);
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}
