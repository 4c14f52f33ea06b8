import { useCallback, useEffect, useRef } from "react";
import { useLive } from "@/live/context";

/** How often it is said again that somebody types, in milliseconds. */
const SAID_AGAIN = 4_000;

/** Tells the others in the room that one types, or stopped. */
export function useTyping(roomId: string, isNote: boolean): (isTyping: boolean) => void {
  const live = useLive();
  const said = useRef<{ at: number; isNote: boolean } | null>(null);

  const stop = useCallback(() => {
    if (said.current) live.typing(roomId, false, said.current.isNote);
    said.current = null;
  }, [live, roomId]);

  useEffect(() => stop, [stop]);

  return useCallback(
    (isTyping: boolean) => {
      if (!isTyping) return stop();
      const now = Date.now();
      if (said.current?.isNote === isNote && now - said.current.at < SAID_AGAIN) return;
      said.current = { at: now, isNote };
      live.typing(roomId, true, isNote);
    },
    [live, roomId, isNote, stop],
  );
}
