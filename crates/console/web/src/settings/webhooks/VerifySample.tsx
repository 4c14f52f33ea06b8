import { useState } from "react";
import { useTranslations } from "use-intl";
import { Code } from "../ui/Code";
import { Switch } from "../ui/Switch";
import { type Language, SAMPLES } from "./samples";

/** How a receiver makes sure that it was us. */
export function VerifySample() {
  const t = useTranslations("settings.webhooks");
  const [language, setLanguage] = useState<Language>("JavaScript");
  const languages = Object.keys(SAMPLES) as Language[];
  return (
    <div className="flex flex-col gap-2">
      <Switch
        label={t("verify")}
        value={language}
        options={languages.map((value) => ({ value, label: value }))}
        onPick={setLanguage}
      />
      <Code text={SAMPLES[language]} label={t("verify")} />
    </div>
  );
}
