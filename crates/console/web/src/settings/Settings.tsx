import { Outlet, useLocation } from "@tanstack/react-router";
import { useLive } from "@/live/context";
import { Navigation } from "./Navigation";
import { SettingsLanguage } from "./SettingsLanguage";
import { isOpenTo, SECTIONS, type Section, sectionsOpenTo } from "./sections";
import { NotAllowed } from "./ui/states";

/** What surrounds every page of the settings. */
export function Settings() {
  const { me } = useLive();
  const shown = sectionAt(useLocation().pathname);
  return (
    <SettingsLanguage>
      <div className="flex h-dvh">
        <Navigation sections={sectionsOpenTo(me.permissions)} shown={shown} />
        <main className="scroller relative min-w-0 flex-1 bg-surface">
          {shown && !isOpenTo(shown, me.permissions) ? <NotAllowed /> : <Outlet />}
        </main>
      </div>
    </SettingsLanguage>
  );
}

/** Which page an address below `/settings` belongs to; null: the first one. */
function sectionAt(path: string): Section | null {
  const word = path.split("/settings/")[1]?.split("/")[0];
  return SECTIONS.find((section) => section === word) ?? null;
}
