import { Link, type LinkProps } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { classes } from "@/ui/classes";

interface Props {
  title: ReactNode;
  about?: ReactNode;
  /** What can be done here, at the end of the head. */
  actions?: ReactNode;
  /** Where one came from. Without it: the list of all pages, on a phone. */
  back?: LinkProps;
  isWide?: boolean;
  children: ReactNode;
}

/** A page: its head, and what is in it. */
export function Page({ title, about, actions, back, isWide = false, children }: Props) {
  const t = useTranslations("settings");
  return (
    <div className={classes("mx-auto px-4 py-4 md:px-8 md:py-6", isWide ? "max-w-6xl" : "max-w-4xl")}>
      <header className="flex flex-wrap items-start gap-x-3 gap-y-3 pb-5">
        <Link
          {...(back ?? { to: "/settings" })}
          aria-label={t("back")}
          className={classes(
            "-ms-2 inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover",
            !back && "md:hidden",
          )}
        >
          <ArrowLeft size={17} aria-hidden="true" className="rtl:rotate-180" />
        </Link>
        <div className="min-w-0 flex-1 basis-52">
          <h1 className="break-words pt-0.5 font-semibold text-lg">{title}</h1>
          {about && <div className="pt-0.5 text-muted text-sm">{about}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page, under a name of its own. */
export function Part({ title, about, actions, children }: Omit<Props, "back" | "isWide">) {
  return (
    <section className="border-line border-t py-5 first:border-t-0 first:pt-0">
      <div className="flex items-start gap-3 pb-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-sm">{title}</h2>
          {about && <p className="text-muted text-sm">{about}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
