import { useTranslations } from "use-intl";
import { LOCALES } from "@/i18n/locales";
import { Check, Choice, TextArea, TextInput } from "../../ui/controls";
import { ColorField } from "./ColorField";
import { orNull } from "./draft";
import type { Change, Widget } from "./types";

/** What a widget looks like, and what it says. */
export function LookFields({ widget, name, change }: { widget: Widget; name: string; change: Change }) {
  const t = useTranslations("settings.widget");
  return (
    <>
      <TextInput
        label={t("titleField")}
        name="widget.title"
        placeholder={name}
        value={widget.title ?? ""}
        onText={(text) => change({ title: orNull(text) })}
      />
      <TextArea
        label={t("greeting")}
        hint={t("ownWords")}
        name="widget.greeting"
        spellCheck
        value={widget.greeting ?? ""}
        onText={(text) => change({ greeting: orNull(text) })}
      />
      <ColorField value={widget.color ?? null} onPick={(color) => change({ color })} />
      <div className="grid gap-4 sm:grid-cols-3">
        <Choice
          label={t("position")}
          value={widget.position}
          options={[
            { value: "right", label: t("right") },
            { value: "left", label: t("left") },
          ]}
          onPick={(position) => change({ position })}
        />
        <Choice
          label={t("theme")}
          value={widget.theme}
          options={[
            { value: "system", label: t("system") },
            { value: "light", label: t("light") },
            { value: "dark", label: t("dark") },
          ]}
          onPick={(theme) => change({ theme })}
        />
        <Choice
          label={t("locale")}
          name="widget.locale"
          value={widget.locale ?? ""}
          options={[
            { value: "", label: t("browser") },
            ...Object.entries(LOCALES).map(([value, label]) => ({ value, label })),
            ...(widget.locale && !(widget.locale in LOCALES) ? [{ value: widget.locale, label: widget.locale }] : []),
          ]}
          onPick={(locale) => change({ locale: locale || null })}
        />
      </div>
      <Check label={t("rating")} isOn={widget.rating} onTurn={(rating) => change({ rating })} />
    </>
  );
}
