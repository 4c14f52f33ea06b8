import { useCallback, useEffect, useRef, useState } from "react";
import { type FoundPage, type Kind, search } from "@/api/search";
import { useLive } from "@/live/context";
import type { Store } from "@/live/store";
import { type Criteria, isEnough, kindsOf, queryOf } from "./criteria";
import { somePage } from "./somePage";

/** How long somebody must have stopped typing, in milliseconds. */
const PAUSE = 120;
/** Found things of each kind, if there are several kinds, and if there is one. */
const FEW = 5;
const MANY = 20;

/** What was found, of the kinds that were asked for. */
export type Found = { readonly [K in Kind]?: FoundPage<K> };

/** What somebody looked for, and what came of it. */
export interface Answer {
  readonly criteria: Criteria;
  readonly found: Found;
}

export interface Searching {
  /** The last answer: it stays until the next one is there. Null: none yet. */
  readonly answer: Answer | null;
  readonly isBusy: boolean;
  /** Why the last question was not answered. */
  readonly trouble: unknown;
  readonly again: () => void;
  /** Adds the next page of a kind. */
  readonly more: (kind: Kind) => void;
}

/** Looks for something a moment after it was typed. */
export function useSearch(criteria: Criteria, before: Answer | null): Searching {
  const { store } = useLive();
  const [answer, setAnswer] = useState<Answer | null>(before);
  const [trouble, setTrouble] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [run, setRun] = useState(0);
  const known = useRef(answer?.criteria);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another run is another try
  useEffect(() => {
    if (!isEnough(criteria.text)) {
      setAnswer(null);
      setTrouble(null);
      setIsBusy(false);
      known.current = undefined;
      return;
    }
    // What is shown is what was asked for: a panel that is opened again has its answer.
    if (known.current === criteria) return;
    const stop = new AbortController();
    setIsBusy(true);
    const timer = setTimeout(async () => {
      try {
        const found = await ask(criteria, store, stop.signal);
        if (stop.signal.aborted) return;
        known.current = criteria;
        setAnswer({ criteria, found });
        setTrouble(null);
      } catch (error) {
        if (!stop.signal.aborted) setTrouble(error);
      } finally {
        if (!stop.signal.aborted) setIsBusy(false);
      }
    }, PAUSE);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [criteria, run, store]);

  const more = useCallback(
    async (kind: Kind) => {
      if (!answer) return;
      try {
        const page = await next(answer, kind, store);
        setAnswer((now) => (now?.criteria === answer.criteria ? { ...now, found: { ...now.found, ...page } } : now));
      } catch (error) {
        setTrouble(error);
      }
    },
    [answer, store],
  );
  const again = useCallback(() => setRun((before) => before + 1), []);
  return { answer, isBusy, trouble, again, more: (kind) => void more(kind) };
}

async function ask(criteria: Criteria, store: Store, signal: AbortSignal): Promise<Found> {
  const kinds = kindsOf(criteria);
  const limit = kinds.length === 1 ? MANY : FEW;
  const pages = await Promise.all(
    kinds.map(async (kind) => {
      const page = await somePage((cursor) => search(kind, queryOf(criteria, limit, cursor), signal), null);
      keep(page, store);
      return [kind, page] as const;
    }),
  );
  return Object.fromEntries(pages);
}

async function next({ criteria, found }: Answer, kind: Kind, store: Store): Promise<Found> {
  const known = found[kind];
  if (!known?.next) return {};
  const page = await somePage((cursor) => search(kind, queryOf(criteria, MANY, cursor)), known.next);
  keep(page, store);
  return { [kind]: { found: [...known.found, ...page.found], next: page.next } };
}

/** What is found is known: opening it shows it at once. */
function keep({ found }: FoundPage<Kind>, store: Store): void {
  for (const each of found) {
    if ("room" in each) store.putRoom(each.room);
    if (each.contact) store.putContact(each.contact);
  }
}
