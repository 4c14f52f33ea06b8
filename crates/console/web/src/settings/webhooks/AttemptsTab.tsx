import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { CloudOff, Inbox, RefreshCw } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { call } from "@/api/call";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";
import type { Attempt } from "../types";
import { State } from "../ui/states";
import { When } from "../ui/When";
import { AttemptDrawer, durationText } from "./AttemptDrawer";
import { AttemptFilterBar } from "./AttemptFilterBar";
import { isFiltered, NO_FILTERS, queryOf } from "./filters";
import { OutcomeBadge } from "./OutcomeBadge";
import { keyOf } from "./useWebhook";

const ROW = 40;
/** Rows below the last one in sight that are fetched before they are reached. */
const AHEAD = 20;
/** How often new ones are looked for while nobody has scrolled, in milliseconds. */
const EVERY = 5_000;

/** What was sent: every attempt that is still recorded. */
export function AttemptsTab({ id }: { id: string }) {
  const t = useTranslations("settings.webhooks.attempts");
  const format = useFormatter();
  const [filters, setFilters] = useState(NO_FILTERS);
  const [shown, setShown] = useState<Attempt | null>(null);
  const sought = useDeferredValue(filters);
  const attempts = useInfiniteQuery({
    queryKey: [...keyOf(id), "attempts", sought],
    queryFn: ({ pageParam }) =>
      call<{ attempts: Attempt[]; next?: string | null }>(
        "GET",
        `/v1/webhooks/${id}/attempts?${queryOf(sought, pageParam)}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? null,
    placeholderData: keepPreviousData,
    // Whoever reads further down is not to lose his place.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY),
    retry: false,
  });
  const rows = attempts.data?.pages.flatMap((page) => page.attempts) ?? [];
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = attempts;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && rows.length > 0 && last + AHEAD >= rows.length) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length]);

  return (
    <>
      <AttemptFilterBar value={filters} onChange={setFilters} />
      <div className="flex items-center justify-between pb-1">
        <p role="status" className="text-muted text-xs">
          {attempts.isSuccess && t("count", { count: rows.length, more: hasNextPage ? "yes" : "no" })}
        </p>
        <Button look="quiet" onClick={() => void attempts.refetch()}>
          <RefreshCw size={13} aria-hidden="true" />
          {t("refresh")}
        </Button>
      </div>
      {attempts.isError ? (
        <State icon={CloudOff} title={t("failed")} role="alert">
          {attempts.error instanceof Problem && attempts.error.message}
        </State>
      ) : attempts.isPending ? (
        <div aria-hidden="true" className="flex flex-col gap-4 py-3">
          <Skeleton className="h-4" />
          <Skeleton className="h-4" />
          <Skeleton className="h-4" />
        </div>
      ) : rows.length === 0 ? (
        <State icon={Inbox} title={isFiltered(filters) ? t("noneFound") : t("none")}>
          {isFiltered(filters) ? t("noneFoundHint") : t("noneHint")}
        </State>
      ) : (
        <div ref={scroller} className="scroller h-[calc(100dvh-20rem)] min-h-80 rounded-lg border border-line">
          <ul aria-label={t("title")} className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start, size }) => {
              const attempt = rows[index];
              if (!attempt) return null;
              return (
                <li
                  key={attempt.id}
                  className="absolute inset-x-0 top-0 border-line border-b"
                  style={{ height: size, transform: `translateY(${start}px)` }}
                >
                  <button
                    type="button"
                    onClick={() => setShown(attempt)}
                    className="flex h-full w-full items-center gap-3 px-3 text-start text-sm -outline-offset-2 hover:bg-hover"
                  >
                    <span className="w-24 shrink-0">
                      <OutcomeBadge outcome={attempt.outcome} />
                    </span>
                    <span className="min-w-0 flex-1 truncate text-muted">
                      {attempt.status ? <span className="text-ink">{attempt.status}</span> : attempt.error}
                    </span>
                    <span className="hidden w-20 shrink-0 text-muted tabular-nums sm:block">#{attempt.seq}</span>
                    <span className="hidden w-20 shrink-0 text-muted sm:block">
                      {t("try", { number: attempt.number })}
                    </span>
                    <span className="hidden w-16 shrink-0 text-end text-muted tabular-nums sm:block">
                      {durationText(attempt.duration_us, format.number)}
                    </span>
                    <span className="shrink-0 text-end text-muted text-xs md:w-36">
                      <When at={attempt.at} />
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      )}
      {shown && (
        <AttemptDrawer
          webhookId={id}
          attempt={shown}
          onClose={() => setShown(null)}
          onEvent={(seq) => {
            setFilters({ ...NO_FILTERS, event: String(seq) });
            setShown(null);
          }}
        />
      )}
    </>
  );
}
