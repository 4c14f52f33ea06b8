import { History, Search as SearchIcon, SlidersHorizontal } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Kind } from "@/api/search";
import { workbench } from "@/commands/workbench";
import { useLive } from "@/live/context";
import { Button } from "@/ui/Button";
import { classes } from "@/ui/classes";
import { Dialog } from "@/ui/Dialog";
import { say } from "@/ui/toast";
import { openRoom, useWhere } from "../where";
import { type Criteria, filtersOf, isEnough, KINDS, kindsOf, NOTHING } from "./criteria";
import { Filters } from "./Filters";
import { type Hit, HitLine, useHits } from "./hits";
import { latestRoomOf } from "./latestRoomOf";
import { type Answer, useSearch } from "./useSearch";

/** What was looked for last: whoever comes back from what he found goes on with the others. */
let last: { userId: string; criteria: Criteria; answer: Answer | null } | undefined;

/** Where messages, contacts and rooms are looked for. */
export function Search() {
  const t = useTranslations("search");
  const live = useLive();
  const { roomId } = useWhere();
  const before = last?.userId === live.userId ? last : undefined;
  const [criteria, setCriteria] = useState<Criteria>(() => atHome(before?.criteria ?? NOTHING, roomId));
  const [showsFilters, setShowsFilters] = useState(() => filtersOf({ ...criteria, room_id: "" }).length > 0);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const hitOf = useHits();
  const { answer, isBusy, trouble, again, more } = useSearch(criteria, before?.answer ?? null);
  last = { userId: live.userId, criteria, answer };

  const change = (next: Partial<Criteria>): void => {
    setCriteria((now) => ({ ...now, ...next }));
    setAt(0);
  };

  const groups = useMemo(
    () =>
      KINDS.flatMap((kind) => {
        const page = answer?.found[kind];
        if (!page || (page.found.length === 0 && page.next === null)) return [];
        const hits = page.found.map((found) => hitOf(kind, found as never));
        return [{ kind, hits, hasMore: page.next !== null }];
      }),
    [answer, hitOf],
  );
  const hits = groups.flatMap((group) => group.hits);
  const recent = criteria.text === "" ? live.searches.all : [];
  const count = hits.length + recent.length;
  const active = Math.min(at, count - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever becomes active is to be in sight
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  useEffect(() => field.current?.select(), []);

  const open = async (hit: Hit | undefined): Promise<void> => {
    if (!hit) return;
    live.searches.add(criteria.text.trim());
    const room = hit.room ?? (hit.contact && (await latestRoomOf(hit.contact.id, live.store).catch(() => null)));
    if (!room) {
      say(t("noRoom", { name: hit.name }));
      return;
    }
    workbench.close();
    openRoom(room.id, hit.messageId ? { message: hit.messageId } : {});
  };

  const pick = (place: number): void => {
    const words = recent[place];
    if (words !== undefined) change({ text: words });
    else void open(hits[place - recent.length]);
  };

  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") pick(active);
    else if (event.key === "ArrowDown") setAt((active + 1) % Math.max(count, 1));
    else if (event.key === "ArrowUp") setAt((active - 1 + count) % Math.max(count, 1));
    else return;
    event.preventDefault();
  };

  // The room has a button of its own.
  const set = filtersOf({ ...criteria, room_id: "" }).length;
  const cannot = kindsOf(criteria).length === 0;
  const isEmpty = answer !== null && groups.length === 0 && !isBusy && trouble === null;
  let place = recent.length - 1;

  return (
    <Dialog
      title={t("title")}
      isTitleHidden
      onClose={workbench.close}
      className="sm:max-w-2xl max-sm:inset-x-0 max-sm:top-0 max-sm:max-h-dvh max-sm:min-h-dvh max-sm:rounded-none max-sm:border-0"
    >
      <div className="flex h-12 shrink-0 items-center gap-2 border-line border-b ps-4 pe-2">
        <SearchIcon size={16} aria-hidden="true" className="shrink-0 text-faint" />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
          aria-label={t("title")}
          aria-busy={isBusy}
          placeholder={t("placeholder")}
          value={criteria.text}
          maxLength={200}
          onChange={({ target }) => change({ text: target.value })}
          onKeyDown={pressed}
          className="h-full min-w-0 flex-1 bg-transparent text-base outline-none"
        />
        <Button look="quiet" aria-expanded={showsFilters} onClick={() => setShowsFilters(!showsFilters)}>
          <SlidersHorizontal size={14} aria-hidden="true" />
          <span className="max-sm:sr-only">{t("filters")}</span>
          {set > 0 && <span className="rounded-full bg-accent px-1.5 text-2xs text-accent-ink">{set}</span>}
        </Button>
        <Button look="quiet" className="sm:hidden" onClick={workbench.close}>
          {t("close")}
        </Button>
      </div>
      {showsFilters && <Filters criteria={criteria} onChange={change} />}
      <fieldset aria-label={t("scope")} className="flex shrink-0 flex-wrap gap-1 border-line border-b px-3 py-1.5">
        {(["all", ...KINDS] as const).map((scope) => (
          <button
            key={scope}
            type="button"
            aria-pressed={criteria.scope === scope}
            onClick={() => change({ scope })}
            className={classes(
              "h-7 rounded-md px-2.5 text-sm",
              criteria.scope === scope ? "bg-selected font-medium" : "text-muted hover:bg-hover",
            )}
          >
            {t(scope)}
          </button>
        ))}
        {roomId !== null && (
          <button
            type="button"
            aria-pressed={criteria.room_id === roomId}
            onClick={() => change({ room_id: criteria.room_id === roomId ? "" : roomId, scope: "all" })}
            className={classes(
              "h-7 rounded-md px-2.5 text-sm",
              criteria.room_id === roomId ? "bg-selected font-medium" : "text-muted hover:bg-hover",
            )}
          >
            {t("thisRoom")}
          </button>
        )}
        {set > 0 && (
          <Button
            look="quiet"
            className="ms-auto"
            onClick={() => change({ ...NOTHING, text: criteria.text, scope: criteria.scope })}
          >
            {t("clear")}
          </Button>
        )}
      </fieldset>
      <p role="status" className="sr-only">
        {answer && !isBusy ? t("count", { count: hits.length }) : ""}
      </p>
      {trouble !== null && (
        <div role="alert" className="flex items-center justify-between gap-3 px-4 py-2 text-danger text-sm">
          {trouble instanceof Error ? trouble.message : t("failed")}
          <Button onClick={again}>{t("again")}</Button>
        </div>
      )}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("results")}
        className={classes("scroller p-1.5", isBusy && "opacity-70 transition-opacity delay-150")}
      >
        {recent.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a list box has groups
          <div role="group" aria-label={t("recent")}>
            <Heading>{t("recent")}</Heading>
            {recent.map((words, own) => (
              <Option
                key={words}
                id={`${id}-${own}`}
                isActive={own === active}
                onPoint={() => setAt(own)}
                onPick={() => pick(own)}
              >
                <History size={15} aria-hidden="true" className="text-faint" />
                <span className="truncate">{words}</span>
              </Option>
            ))}
          </div>
        )}
        {groups.map(({ kind, hits: ofKind, hasMore }) => (
          // biome-ignore lint/a11y/useSemanticElements: a list box has groups
          <div key={kind} role="group" aria-label={t(kind)}>
            <Heading>{t(kind)}</Heading>
            {ofKind.map((hit) => {
              place += 1;
              const own = place;
              return (
                <Option
                  key={hit.id}
                  id={`${id}-${own}`}
                  isActive={own === active}
                  onPoint={() => setAt(own)}
                  onPick={() => pick(own)}
                >
                  <HitLine hit={hit} />
                </Option>
              );
            })}
            {hasMore && (
              <More kind={kind} isAlone={groups.length === 1} onMore={more} onScope={(scope) => change({ scope })} />
            )}
          </div>
        ))}
        {isEmpty && (
          <p className="px-3 py-8 text-center text-muted text-sm">{t("nothing", { text: criteria.text.trim() })}</p>
        )}
        {cannot && isEnough(criteria.text) && <p className="px-3 py-2 text-center text-muted text-sm">{t("cannot")}</p>}
        {criteria.text === "" && recent.length === 0 && (
          <p className="px-3 py-8 text-center text-muted text-sm">{t("hint")}</p>
        )}
      </div>
    </Dialog>
  );
}

/** Whoever has left a room looks for something in all of them again. */
function atHome(criteria: Criteria, roomId: string | null): Criteria {
  return criteria.room_id === "" || criteria.room_id === roomId ? criteria : { ...criteria, room_id: "" };
}

function Heading({ children }: { children: string }) {
  return (
    <p aria-hidden="true" className="px-2 pt-2 pb-1 font-medium text-faint text-xs">
      {children}
    </p>
  );
}

interface OptionProps {
  id: string;
  isActive: boolean;
  onPoint: () => void;
  onPick: () => void;
  children: ReactNode;
}

function Option({ id, isActive, onPoint, onPick, children }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, as in every combobox
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onMouseMove={onPoint}
      onClick={onPick}
      className={classes("flex min-h-9 items-start gap-2.5 rounded-md px-2 py-1.5 text-sm", isActive && "bg-hover")}
    >
      {children}
    </div>
  );
}

interface MoreProps {
  kind: Kind;
  isAlone: boolean;
  onMore: (kind: Kind) => void;
  onScope: (kind: Kind) => void;
}

/** Leads to the rest of a kind: on its own, if it stands among others. */
function More({ kind, isAlone, onMore, onScope }: MoreProps) {
  const t = useTranslations("search");
  return (
    <div role="option" aria-selected={false} tabIndex={-1} className="px-1 py-0.5">
      <button
        type="button"
        tabIndex={-1}
        className="h-7 rounded-md px-2 text-accent-text text-sm hover:bg-hover"
        onClick={() => (isAlone ? onMore(kind) : onScope(kind))}
      >
        {t("more")}
      </button>
    </div>
  );
}
