import { Switch } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { workbench } from "@/commands/workbench";
import { LOCALES, type Locale } from "@/i18n/locales";
import { Dialog } from "@/ui/Dialog";
import { preferences, usePreference } from "./preferences";

const select = "h-8 rounded-md border border-line-strong bg-surface px-2 text-sm";

/** What a user chooses for this browser. */
export function Preferences() {
  const t = useTranslations("preferences");
  const theme = usePreference("theme");
  const locale = usePreference("locale");
  const enterSends = usePreference("enterSends");
  const notifications = usePreference("notifications");
  const sound = usePreference("sound");

  const notify = async (isWanted: boolean): Promise<void> => {
    const isAllowed = isWanted && "Notification" in window && (await Notification.requestPermission()) === "granted";
    preferences.set({ notifications: isAllowed });
  };

  return (
    <Dialog title={t("title")} onClose={workbench.close} className="max-w-md">
      <div className="scroller flex flex-col gap-1 p-4">
        <Line label={t("theme")}>
          {(id) => (
            <select
              id={id}
              className={select}
              value={theme}
              onChange={({ target }) => preferences.set({ theme: target.value as typeof theme })}
            >
              <option value="system">{t("system")}</option>
              <option value="light">{t("light")}</option>
              <option value="dark">{t("dark")}</option>
            </select>
          )}
        </Line>
        <Line label={t("language")}>
          {(id) => (
            <select
              id={id}
              className={select}
              value={locale}
              onChange={({ target }) => preferences.set({ locale: target.value as Locale | "auto" })}
            >
              <option value="auto">{t("browser")}</option>
              {Object.entries(LOCALES).map(([tag, name]) => (
                <option key={tag} value={tag} lang={tag}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Line>
        <Line label={t("enterSends")} hint={t("enterSendsHint")}>
          {(id) => <Toggle id={id} isOn={enterSends} onChange={(isOn) => preferences.set({ enterSends: isOn })} />}
        </Line>
        <Line label={t("notifications")} hint={t("notificationsHint")}>
          {(id) => <Toggle id={id} isOn={notifications} onChange={(isOn) => void notify(isOn)} />}
        </Line>
        <Line label={t("sound")} hint={t("soundHint")}>
          {(id) => <Toggle id={id} isOn={sound} onChange={(isOn) => preferences.set({ sound: isOn })} />}
        </Line>
      </div>
    </Dialog>
  );
}

function Line({ label, hint, children }: { label: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center justify-between gap-4">
      <div>
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint && <p className="text-faint text-xs">{hint}</p>}
      </div>
      {children(id)}
    </div>
  );
}

function Toggle({ id, isOn, onChange }: { id: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <Switch.Root
      id={id}
      checked={isOn}
      onCheckedChange={onChange}
      className="flex h-6 w-10 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent"
    >
      <Switch.Thumb className="size-5 rounded-full bg-[#fff] transition-transform data-checked:translate-x-4 rtl:data-checked:-translate-x-4" />
    </Switch.Root>
  );
}
