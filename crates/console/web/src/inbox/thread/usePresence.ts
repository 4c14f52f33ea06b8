import { type RefObject, useEffect } from "react";
import { useLive, useRoom } from "@/live/context";

/** How often it is said again that somebody looks at a room, in milliseconds. */
const SAID_AGAIN = 15_000;

/** Tells colleagues that the room is looked at, and the server how far it was read. */
export function usePresence(roomId: string, isAtEnd: RefObject<boolean>): void {
  const live = useLive();
  const unread = useRoom(roomId)?.unread ?? 0;

  useEffect(() => {
    const tell = (): void => {
      if (document.visibilityState === "visible") live.viewing(roomId, true);
    };
    tell();
    const timer = setInterval(tell, SAID_AGAIN);
    const unlisten = live.store.topics.listen("connection", tell);
    return () => {
      clearInterval(timer);
      unlisten();
      live.viewing(roomId, false);
    };
  }, [live, roomId]);

  useEffect(() => {
    const read = (): void => {
      if (unread > 0 && isAtEnd.current && document.visibilityState === "visible") live.read(roomId);
    };
    read();
    document.addEventListener("visibilitychange", read);
    const unlisten = live.store.topics.listen("connection", read);
    return () => {
      document.removeEventListener("visibilitychange", read);
      unlisten();
    };
  }, [live, roomId, unread, isAtEnd]);
}
