import { Unreachable } from "@/api/problem";
import type { ServerEvent } from "@/api/types";

/** Events of a room that are shown at the most, and how long they are waited for, in milliseconds. */
const MOST = 200;
const PATIENCE = 8_000;

/**
 * What happened in a room, the oldest first. The log of one room is told on a socket only, and one that follows the whole log cannot ask
 * for it besides: so this is a socket of its own, closed as soon as it has told everything.
 */
export function fetchHistory(roomId: string, version: number): Promise<ServerEvent[]> {
  return new Promise((resolve, reject) => {
    const events: ServerEvent[] = [];
    const socket = new WebSocket(new URL("/v1/socket", location.origin.replace(/^http/, "ws")));
    const timer = setTimeout(() => end(), PATIENCE);
    const end = (error?: Error): void => {
      clearTimeout(timer);
      socket.onclose = null;
      socket.close();
      if (error) reject(error);
      else resolve(events);
    };
    socket.onclose = () => end(new Unreachable());
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data as string) as { type: string; event?: ServerEvent; problem?: { detail: string } };
      if (frame.type === "ready") {
        socket.send(JSON.stringify({ type: "subscribe", room_id: roomId, after: Math.max(0, version - MOST) }));
      } else if (frame.type === "error") {
        end(new Error(frame.problem?.detail));
      } else if (frame.type === "event" && frame.event) {
        events.push(frame.event);
        if ((frame.event.room_version ?? 0) >= version) end();
      }
    };
  });
}
