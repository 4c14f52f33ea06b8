import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp, Menu as MenuIcon, PanelLeft, Search } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { preferences, usePreference } from "@/account/preferences";
import { useWorkbench } from "@/commands/useWorkbench";
import { workbench } from "@/commands/workbench";
import { Button } from "@/ui/Button";
import { classes } from "@/ui/classes";
import { IconButton } from "@/ui/IconButton";
import { Skeleton } from "@/ui/Skeleton";
import { useView } from "../views/useView";
import { ViewsDrawer } from "../views/ViewsDrawer";
import { useWhere } from "../where";
import { Row } from "./Row";
import { useListing } from "./useListing";
import { useNeighbours } from "./useNeighbours";

const ROW = 76;
/** Rows below the last one in sight that are fetched before they are reached. */
const AHEAD = 30;

/** A view's rooms, as many as there are. It stands still while somebody is in the middle of it. */
export function List({ view: viewId, className }: { view: string; className?: string }) {
  const t = useTranslations("list");
  const view = useView(viewId);
  const { roomId } = useWhere();
  const { cursor } = useWorkbench();
  const showsViews = usePreference("showsViews");
  const { rooms, waiting, listing, setHeld } = useListing(view.filter);
  const scroller = useRef<HTMLDivElement>(null);
  const ids = useRef<readonly string[]>([]);
  ids.current = rooms.map(({ id }) => id);

  const virtual = useVirtualizer({
    count: rooms.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: useCallback((at: number) => ids.current[at] ?? at, []),
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => {
    if (listing.state === "ready" && last + AHEAD >= rooms.length) void listing.more();
  }, [listing, listing.state, last, rooms.length]);

  useEffect(() => {
    const reveal = (id: string): void => {
      const at = ids.current.indexOf(id);
      if (at >= 0) virtual.scrollToIndex(at);
    };
    workbench.list = { ids: () => ids.current, reveal };
    return () => {
      workbench.list = null;
    };
  }, [virtual]);

  useEffect(() => {
    if (roomId) workbench.set({ cursor: roomId });
  }, [roomId]);

  const toTop = (): void => {
    setHeld(false);
    scroller.current?.scrollTo({ top: 0 });
  };
  const current = roomId ?? cursor;
  useNeighbours(rooms, current);

  return (
    <section
      aria-label={t("title", { view: view.name })}
      className={classes("flex min-h-0 flex-col border-line border-e bg-surface", className)}
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-line border-b px-3">
        <ViewsDrawer className="-ms-1 md:hidden">
          <MenuIcon size={16} aria-hidden="true" />
        </ViewsDrawer>
        {!showsViews && (
          <IconButton
            label={t("showViews")}
            className="-ms-1 max-md:hidden"
            onClick={() => preferences.set({ showsViews: true })}
          >
            <PanelLeft size={16} aria-hidden="true" />
          </IconButton>
        )}
        <h1 className="min-w-0 flex-1 truncate font-semibold text-base">{view.name}</h1>
        <IconButton label={t("search")} keys="/" onClick={() => workbench.show("search")}>
          <Search size={16} aria-hidden="true" />
        </IconButton>
        {showsViews && (
          <IconButton
            label={t("hideViews")}
            className="max-md:hidden"
            onClick={() => preferences.set({ showsViews: false })}
          >
            <PanelLeft size={16} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      <div className="relative min-h-0 flex-1">
        <div role="status" className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
          {waiting > 0 && (
            <Button
              look="primary"
              className="pointer-events-auto h-7 animate-arrive rounded-full shadow-float"
              onClick={toTop}
            >
              <ArrowUp size={14} aria-hidden="true" />
              {t("new", { count: waiting })}
            </Button>
          )}
        </div>
        <div
          ref={scroller}
          onScroll={({ currentTarget }) => setHeld(currentTarget.scrollTop > ROW / 2)}
          className="scroller h-full"
          data-testid="list"
        >
          <ul
            aria-label={view.name}
            aria-busy={listing.state === "loading"}
            className="relative"
            style={{ height: virtual.getTotalSize() }}
          >
            {rows.map(({ index, key, start, size }) => {
              const room = rooms[index];
              if (!room) return null;
              return (
                <li
                  key={key}
                  className="absolute inset-x-0 top-0"
                  style={{ height: size, transform: `translateY(${start}px)` }}
                >
                  <Row room={room} view={viewId} isCurrent={room.id === current} />
                </li>
              );
            })}
          </ul>
          <Ending state={listing.state} isEmpty={rooms.length === 0} onRetry={() => void listing.more()} />
        </div>
      </div>
    </section>
  );
}

function Ending({ state, isEmpty, onRetry }: { state: string; isEmpty: boolean; onRetry: () => void }) {
  const t = useTranslations("list");
  if (state === "failed") {
    return (
      <div role="alert" className="flex flex-col items-center gap-2 p-6 text-center text-muted text-sm">
        {t("failed")}
        <Button onClick={onRetry}>{t("retry")}</Button>
      </div>
    );
  }
  if (!isEmpty) return null;
  if (state === "ready") {
    return (
      <div className="flex flex-col items-center gap-1 px-6 py-16 text-center">
        <p className="font-medium text-sm">{t("empty")}</p>
        <p className="text-muted text-sm">{t("emptyHint")}</p>
      </div>
    );
  }
  return (
    <div aria-hidden="true">
      {Array.from({ length: 8 }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div key={at} className="flex h-18 gap-3 px-3 py-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-1 flex-col gap-2 pt-1">
            <Skeleton className="h-3 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
