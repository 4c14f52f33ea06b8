import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useActivity, useLive, useOutgoing, useRoom, useThread } from "@/live/context";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";
import { contactName } from "../names";
import { firstUnreadOf, itemsOf } from "./items";
import { ThreadItem } from "./ThreadItem";
import { useMessages } from "./useMessages";
import { usePresence } from "./usePresence";

/** How near the end counts as being there, in pixels. */
const NEAR = 80;

/** What was said in a room. It stays at the end when it is there, and where it is when it is not. */
export function Thread({ roomId }: { roomId: string }) {
  const t = useTranslations("thread");
  const live = useLive();
  const room = useRoom(roomId);
  const thread = useThread(roomId);
  const outgoing = useOutgoing(roomId);
  const { trouble, loadOlder, reload } = useMessages(roomId);
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasBelow, setHasBelow] = useState(false);
  const firstUnread = useRef<string | null | undefined>(undefined);
  if (firstUnread.current === undefined && thread.isCurrent && room) {
    firstUnread.current = firstUnreadOf(thread.messages, room.unread ?? 0);
  }
  usePresence(roomId, isAtEnd);

  const unreadId = firstUnread.current ?? null;
  const items = useMemo(
    () => itemsOf({ messages: thread.messages, outgoing, firstUnread: unreadId }),
    [thread.messages, outgoing, unreadId],
  );
  const firstKey = thread.messages[0]?.id;
  const before = useRef<{ firstKey: string | undefined; height: number }>({ firstKey: undefined, height: 0 });

  // Older messages come in above: what is in sight stays in its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the items are what makes it higher
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const grew = element.scrollHeight - before.current.height;
    if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    else if (before.current.firstKey !== firstKey && before.current.firstKey !== undefined) element.scrollTop += grew;
    else if (grew > 0) setHasBelow(true);
    before.current = { firstKey, height: element.scrollHeight };
  }, [firstKey, items]);

  // The window, the composer and pictures change sizes too.
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const scrolled = (element: HTMLDivElement): void => {
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (isAtEnd.current) setHasBelow(false);
    if (element.scrollTop < 400) loadOlder();
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={({ currentTarget }) => scrolled(currentTarget)}
        className="scroller h-full [overflow-anchor:none]"
        tabIndex={-1}
        data-testid="thread"
      >
        <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-end px-3 py-4 md:px-6">
          {thread.older && <p className="py-2 text-center text-faint text-xs">{t("older")}</p>}
          {!thread.isCurrent && thread.messages.length === 0 && !trouble && <Waiting />}
          {thread.isCurrent && items.length === 0 && (
            <p className="py-10 text-center text-muted text-sm">{t("empty")}</p>
          )}
          {trouble && (
            <div role="alert" className="flex flex-col items-center gap-2 py-6 text-center text-muted text-sm">
              {trouble}
              <Button onClick={reload}>{t("retry")}</Button>
            </div>
          )}
          <div
            role="log"
            aria-label={t("title")}
            aria-live="polite"
            aria-relevant="additions"
            className="flex flex-col"
          >
            {items.map((item) => (
              <ThreadItem key={item.key} item={item} />
            ))}
          </div>
          <Typists
            roomId={roomId}
            name={(id) =>
              id === room?.contact_id ? contactName(live.store.contacts.get(id)) : live.store.users.get(id)?.name
            }
          />
        </div>
      </div>
      {hasBelow && (
        <Button
          look="primary"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-appear rounded-full shadow-float"
          onClick={toEnd}
        >
          <ArrowDown size={14} aria-hidden="true" />
          {t("below")}
        </Button>
      )}
    </div>
  );
}

function Typists({ roomId, name }: { roomId: string; name: (id: string) => string | undefined }) {
  const t = useTranslations("thread");
  const typists = useActivity(roomId).filter(({ kind }) => kind === "typing");
  return (
    <p role="status" className="h-5 pt-1 text-faint text-xs">
      {typists.length > 0 &&
        t("typing", {
          names: typists.map(({ person }) => name(person.id) ?? t("somebody")).join(", "),
          count: typists.length,
        })}
    </p>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-3">
      <Skeleton className="h-10 w-1/2 rounded-2xl" />
      <Skeleton className="h-16 w-3/5 rounded-2xl" />
      <Skeleton className="h-10 w-2/5 self-end rounded-2xl" />
      <Skeleton className="h-10 w-1/3 rounded-2xl" />
    </div>
  );
}
