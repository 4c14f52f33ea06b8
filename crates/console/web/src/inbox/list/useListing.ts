import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { ViewFilter } from "@/api/types";
import { useLive } from "@/live/context";
import type { Live } from "@/live/live";
import { type Arranged, arrange, type Held, hold } from "./held";
import { Listing } from "./listing";

/** Listings that stay at hand, so that going back to a view shows it at once. */
const KEPT = 8;

const listings = new WeakMap<Live, Map<string, Listing>>();

function listingOf(live: Live, key: string, filter: ViewFilter): Listing {
  const known = listings.get(live) ?? new Map<string, Listing>();
  listings.set(live, known);
  const found = known.get(key);
  if (found) {
    known.delete(key);
    known.set(key, found);
    return found;
  }
  const made = new Listing(filter, live.store, live.userId, () => live.store.topics.tell(`list:${key}`));
  known.set(key, made);
  const oldest = known.size > KEPT ? known.entries().next().value : undefined;
  if (oldest) {
    oldest[1].close();
    known.delete(oldest[0]);
  }
  return made;
}

/** A view's rooms as they are to be shown. */
export interface Listed extends Arranged {
  readonly listing: Listing;
  /** Lets rows stand still, or move again. */
  setHeld: (isHeld: boolean) => void;
}

/** Follows a view. */
export function useListing(filter: ViewFilter): Listed {
  const live = useLive();
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the filter says
  const listing = useMemo(() => listingOf(live, key, filter), [live, key]);
  const listen = useCallback((listener: () => void) => live.store.topics.listen(`list:${key}`, listener), [live, key]);
  const rooms = useSyncExternalStore(listen, () => listing.rooms);
  const state = useSyncExternalStore(listen, () => listing.state);
  const [held, setHeld] = useState<Held | undefined>(undefined);

  useEffect(() => {
    if (state === "empty") void listing.more();
  }, [listing, state]);

  useEffect(() => live.store.topics.listen("stale", () => void listing.refresh()), [live, listing]);

  const arranged = useMemo(() => arrange(rooms, held), [rooms, held]);
  const latest = useRef(arranged.rooms);
  latest.current = arranged.rooms;
  const change = useCallback(
    (isHeld: boolean) => setHeld((before) => (isHeld ? (before ?? hold(latest.current)) : undefined)),
    [],
  );
  return { ...arranged, listing, setHeld: change };
}
