import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Room } from "@/api/types";
import { useLive } from "@/live/context";
import { fetchHistory } from "@/live/history";
import { Skeleton } from "@/ui/Skeleton";
import { Ago } from "../list/Ago";
import { actorName } from "../names";
import { Section } from "./Section";
import { isTold } from "./told";

/** What happened in a room, besides what was said. Asked for when somebody wants to see it. */
export function History({ room }: { room: Room }) {
  const t = useTranslations("context");
  const kinds = useTranslations("events");
  const { store } = useLive();
  const [isOpen, setIsOpen] = useState(false);
  const { data, isPending, isError } = useQuery({
    queryKey: ["history", room.id, room.version],
    queryFn: () => fetchHistory(room.id, room.version),
    enabled: isOpen,
    placeholderData: (before) => before,
  });
  return (
    <Section title={t("history")}>
      <button
        type="button"
        aria-expanded={isOpen}
        className="h-6 rounded px-1.5 text-accent-text text-xs hover:bg-hover"
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? t("hideHistory") : t("showHistory")}
      </button>
      {isOpen && isPending && <Skeleton className="mt-2 h-4 w-3/4" />}
      {isOpen && isError && <p className="text-danger text-xs">{t("historyFailed")}</p>}
      {isOpen && data && (
        <ol className="pt-1">
          {[...data].reverse().flatMap((event) =>
            isTold(event.type) ? (
              <li key={event.id} className="flex items-baseline gap-2 px-1.5 py-0.5 text-xs">
                <span className="min-w-0 flex-1 text-muted">
                  {kinds(event.type.replace(".", "_") as Parameters<typeof kinds>[0], {
                    name: actorName(event.data.actor, store) ?? t("system"),
                  })}
                </span>
                <Ago at={event.at} />
              </li>
            ) : (
              []
            ),
          )}
        </ol>
      )}
    </Section>
  );
}
