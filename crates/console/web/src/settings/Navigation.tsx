import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";
import { ICONS } from "./icons";
import type { Section } from "./sections";

/** The pages of the settings, at the side. A phone shows them as the first page instead. */
export function Navigation({ sections, shown }: { sections: readonly Section[]; shown: Section | null }) {
  const t = useTranslations("settings");
  return (
    <nav aria-label={t("title")} className="hidden w-56 shrink-0 flex-col border-line border-e bg-canvas md:flex">
      <div className="flex h-12 shrink-0 items-center px-2">
        <Link
          to="/"
          className="flex h-8 items-center gap-2 rounded-md px-2 font-semibold text-ink text-sm hover:bg-hover"
        >
          <ArrowLeft size={15} aria-hidden="true" className="text-muted rtl:rotate-180" />
          {t("title")}
        </Link>
      </div>
      <ul className="scroller flex-1 px-2 pb-3">
        {sections.map((section) => {
          const Icon = ICONS[section];
          return (
            <li key={section}>
              <Link
                to={`/settings/${section}`}
                aria-current={section === shown ? "page" : undefined}
                className={classes(
                  "flex h-7 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover",
                  section === shown ? "bg-hover font-medium text-ink" : "text-muted",
                )}
              >
                <Icon size={15} aria-hidden="true" className="shrink-0" />
                <span className="truncate">{t(`sections.${section}`)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
