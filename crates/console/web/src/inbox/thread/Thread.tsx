import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useActivity, useLive, useOutgoing, useRoom } from "@/live/context";
import type { Outgoing } from "@/live/outgoing";
import { Button } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";
import { contactName } from "../names";
import { openRoom, useWhere } from "../where";
import { type Chunk, chunksOf, startFor } from "./chunks";
import { firstUnreadOf, itemsOf } from "./items";
import { ThreadChunk } from "./ThreadChunk";
import { useMessages } from "./useMessages";
import { usePresence } from "./usePresence";
import { useScroll } from "./useScroll";

const NONE: readonly Outgoing[] = [];

/** Items that are shown at the least when a room is opened. */
const SHOWN_AT_FIRST = 30;
/** Chunks that are added when the reader comes near the beginning. */
const SHOWN_MORE = 3;

/** What was said in a room. It stays at the end when it is there, and where it is when it is not. */
export function Thread({ roomId }: { roomId: string }) {
  const t = useTranslations("thread");
  const live = useLive();
  const room = useRoom(roomId);
  const { message: wanted } = useWhere();
  const { messages, isCurrent, hasOlder, hasNewer, trouble, loadOlder, loadNewer, reload } = useMessages(
    roomId,
    wanted,
  );
  const outgoing = useOutgoing(roomId);
  const firstUnread = useRef<string | null | undefined>(undefined);
  if (firstUnread.current === undefined && isCurrent && !hasNewer && room) {
    firstUnread.current = firstUnreadOf(messages, room.unread ?? 0);
  }

  const unreadId = firstUnread.current ?? null;
  const items = useMemo(
    () => itemsOf({ messages, outgoing: hasNewer ? NONE : outgoing, firstUnread: unreadId }),
    [messages, outgoing, hasNewer, unreadId],
  );
  const chunks = useMemo(() => chunksOf(items), [items]);
  const { shown, showMore } = useShown(chunks, wanted);

  const { scroller, isAtEnd, hasBelow, isFar, scrolled, toEnd, watch } = useScroll({
    // Not the day's: it is the same, whatever was said on it.
    firstKey: shown[0]?.items.find(({ kind }) => kind === "message" || kind === "outgoing")?.key,
    content: shown,
    endsHere: !hasNewer,
    target: wanted,
    nearTop: () => showMore() || loadOlder(),
    nearEnd: () => hasNewer && loadNewer(),
  });
  usePresence(roomId, isAtEnd);

  const toNewest = (): void => {
    live.store.dropPassage(roomId);
    if (wanted) openRoom(roomId);
    toEnd();
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={scrolled}
        className="scroller h-full [overflow-anchor:none]"
        tabIndex={-1}
        data-testid="thread"
      >
        <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-end px-3 py-4 md:px-6">
          {hasOlder && <p className="py-2 text-center text-faint text-xs">{t("older")}</p>}
          {!isCurrent && messages.length === 0 && !trouble && <Waiting />}
          {isCurrent && items.length === 0 && <p className="py-10 text-center text-muted text-sm">{t("empty")}</p>}
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
            {shown.map((chunk) => (
              <ThreadChunk
                key={chunk.key}
                chunk={chunk}
                marked={wanted !== null && holds(chunk, wanted) ? wanted : null}
                watch={watch}
              />
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
      {(hasBelow || hasNewer || isFar) && (
        <Button
          look={hasBelow ? "primary" : "plain"}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-appear rounded-full shadow-float"
          onClick={toNewest}
        >
          <ArrowDown size={14} aria-hidden="true" />
          {hasBelow ? t("below") : t("newest")}
        </Button>
      )}
    </div>
  );
}

/** The chunks that are shown: the last few, and those above them that somebody scrolled up to or looks for. */
function useShown(chunks: readonly Chunk[], wanted: string | null) {
  const [firstShown, setFirstShown] = useState<string | undefined>(undefined);
  const known = firstShown === undefined ? -1 : chunks.findIndex(({ key }) => key === firstShown);
  const target = wanted === null ? -1 : chunks.findIndex((chunk) => holds(chunk, wanted));
  let start = known >= 0 ? known : startFor(chunks, SHOWN_AT_FIRST);
  if (target >= 0 && target - 1 < start) start = Math.max(0, target - 1);
  const key = chunks[start]?.key;
  // What is shown stays shown, however much comes in below.
  useEffect(() => setFirstShown(key), [key]);
  const shown = useMemo(() => chunks.slice(start), [chunks, start]);
  const showMore = (): boolean => {
    if (start > 0) setFirstShown(chunks[Math.max(0, start - SHOWN_MORE)]?.key);
    return start > 0;
  };
  return { shown, showMore };
}

function holds({ items }: Chunk, messageId: string): boolean {
  return items.some((item) => item.kind === "message" && item.message.id === messageId);
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
