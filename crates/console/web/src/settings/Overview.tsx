import { Link } from "@tanstack/react-router";
import { ArrowLeft, Rocket } from "lucide-react";
import { useTranslations } from "use-intl";
import { useLive } from "@/live/context";
import { ICONS } from "./icons";
import { useMay } from "./may";
import { sectionsOpenTo } from "./sections";
import type { Channel } from "./types";
import { NotAllowed } from "./ui/states";
import { useList } from "./useList";

/** Where the settings begin: every page in a sentence. */
export function Overview() {
  const t = useTranslations("settings");
  const sections = sectionsOpenTo(useLive().me.permissions);
  if (sections.length === 0) return <NotAllowed />;
  return (
    <div className="mx-auto max-w-4xl px-4 py-4 md:px-8 md:py-8">
      <header className="flex items-center gap-2 pb-4">
        <Link
          to="/"
          aria-label={t("toInbox")}
          className="-ms-2 inline-flex size-9 items-center justify-center rounded-md text-muted hover:bg-hover md:hidden"
        >
          <ArrowLeft size={18} aria-hidden="true" className="rtl:rotate-180" />
        </Link>
        <h1 className="font-semibold text-lg">{t("title")}</h1>
      </header>
      <Begin />
      <ul className="grid gap-2 sm:grid-cols-2">
        {sections.map((section) => {
          const Icon = ICONS[section];
          return (
            <li key={section}>
              <Link
                to={`/settings/${section}`}
                className="flex h-full gap-3 rounded-lg border border-line p-3 hover:border-line-strong hover:bg-hover"
              >
                <Icon size={18} aria-hidden="true" className="mt-0.5 shrink-0 text-accent-text" />
                <span>
                  <span className="block font-medium text-sm">{t(`sections.${section}`)}</span>
                  <span className="block text-muted text-sm">{t(`about.${section}`)}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The way back to how one begins, for as long as no visitor has a way in. */
function Begin() {
  const t = useTranslations("settings.begin");
  const mayManage = useMay("channel.manage");
  const channels = useList<Channel>("channels");
  if (!mayManage || !channels.data || channels.data.some(({ kind }) => kind === "web")) return null;
  return (
    <Link to="/welcome" className="mb-4 flex gap-3 rounded-lg border border-accent bg-selected p-3 hover:brightness-98">
      <Rocket size={18} aria-hidden="true" className="mt-0.5 shrink-0 text-accent-text" />
      <span>
        <span className="block font-medium text-sm">{t("title")}</span>
        <span className="block text-muted text-sm">{t("about")}</span>
      </span>
    </Link>
  );
}
