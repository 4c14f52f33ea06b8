import type { UseQueryResult } from "@tanstack/react-query";
import { CloudOff, Lock, type LucideIcon, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";

interface StateProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  role?: "alert";
}

/** Something in the place of what could have been there. */
export function State({ icon: Icon, title, children, role }: StateProps) {
  return (
    <div role={role} className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Icon size={24} strokeWidth={1.5} aria-hidden="true" className="text-faint" />
      <p className="font-medium text-sm">{title}</p>
      <div className="flex max-w-md flex-col items-center gap-3 text-muted text-sm">{children}</div>
    </div>
  );
}

/** That this is not for the user. */
export function NotAllowed() {
  const t = useTranslations("settings.state");
  return (
    <State icon={Lock} title={t("notAllowed")}>
      {t("notAllowedWhy")}
    </State>
  );
}

/** What is shown of something that is fetched: its place while it comes, why it did not, or itself. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const t = useTranslations("settings.state");
  if (query.data !== undefined) return children(query.data);
  if (query.error instanceof Problem && query.error.status === 403) return <NotAllowed />;
  if (query.error instanceof Problem && query.error.status === 404) {
    return <State icon={SearchX} title={t("missing")} role="alert" />;
  }
  if (query.error) {
    return (
      <State icon={CloudOff} title={t("failed")} role="alert">
        {query.error instanceof Problem ? query.error.message : t("unreachable")}
        <Button onClick={() => void query.refetch()}>{t("retry")}</Button>
      </State>
    );
  }
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3 py-3">
      <Skeleton className="h-4 w-2/5" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="h-4 w-3/5" />
      <Skeleton className="h-4 w-4/5" />
    </div>
  );
}
