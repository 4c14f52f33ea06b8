import { useEffect } from "react";
import type { Room } from "@/api/types";
import { useLive } from "@/live/context";

/** How long the reader must have stayed, in milliseconds: whoever leafs through asks for nothing but what he sees. */
const STAYED = 80;

/** Fetches what was said in the rooms around the current one, so that the next key shows it at once. */
export function useNeighbours(rooms: readonly Room[], current: string | null): void {
  const live = useLive();
  const at = current === null ? -1 : rooms.findIndex(({ id }) => id === current);
  // The nearest last: the latest wish is granted first.
  const wanted = [at - 1, at + 2, at + 1, at].flatMap((place) => (at >= 0 && rooms[place]?.id) || []).join(" ");
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => {
      for (const id of wanted.split(" ")) live.wanted.thread(id);
    }, STAYED);
    return () => clearTimeout(timer);
  }, [live, wanted]);
}
