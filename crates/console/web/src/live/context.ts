import { createContext, useContext, useSyncExternalStore } from "react";
import type { Contact, Message, Room } from "@/api/types";
import type { Activities } from "./activity";
import type { Live } from "./live";
import type { Outgoing } from "./outgoing";
import type { Passage } from "./passage";
import type { Connection } from "./socket";
import type { Thread } from "./thread";

export const LiveContext = createContext<Live | null>(null);

/** What lives as long as somebody is signed in. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is for what is shown to who is signed in");
  return live;
}

/** Something of the store's, read again whenever its topic is told. `read` answers the same thing until it changed. */
export function useTopic<T>(topic: string, read: (live: Live) => T): T {
  const live = useLive();
  return useSyncExternalStore(
    // The listener must stay the same for as long as the topic does.
    useListen(live, topic),
    () => read(live),
  );
}

const listens = new WeakMap<Live, Map<string, (listener: () => void) => () => void>>();

function useListen(live: Live, topic: string): (listener: () => void) => () => void {
  const known = listens.get(live) ?? new Map<string, (listener: () => void) => () => void>();
  listens.set(live, known);
  const listen = known.get(topic) ?? ((listener: () => void) => live.store.topics.listen(topic, listener));
  known.set(topic, listen);
  return listen;
}

export const useRoom = (id: string): Room | undefined => useTopic(`room:${id}`, ({ store }) => store.rooms.get(id));
export const useContact = (id: string): Contact | undefined =>
  useTopic(`contact:${id}`, ({ store }) => store.contacts.get(id));
export const usePreview = (id: string): Message | undefined =>
  useTopic(`preview:${id}`, ({ store }) => store.previews.get(id));
export const useThread = (roomId: string): Thread => useTopic(`thread:${roomId}`, ({ store }) => store.thread(roomId));
export const usePassage = (roomId: string): Passage | undefined =>
  useTopic(`thread:${roomId}`, ({ store }) => store.passages.get(roomId));
export const useActivity = (roomId: string): Activities =>
  useTopic(`activity:${roomId}`, ({ store }) => store.activity(roomId));
export const useOutgoing = (roomId: string): readonly Outgoing[] =>
  useTopic(`outbox:${roomId}`, ({ outbox }) => outbox.of(roomId));
export const useProgress = (roomId: string, localId: string): number | undefined =>
  useTopic(`outbox:${roomId}`, ({ outbox }) => outbox.progressOf(localId));
export const useConnection = (): Connection => useTopic("connection", ({ connection }) => connection);
export const useUsers = () => useTopic("people", ({ store }) => store.users);
export const useChannels = () => useTopic("people", ({ store }) => store.channels);
export const useTeams = () => useTopic("people", ({ store }) => store.teams);
export const useViews = () => useTopic("extras", ({ extras }) => extras.views.items);
export const useCanned = () => useTopic("extras", ({ extras }) => extras.canned.items);
export const useCounts = () => useTopic("counts", ({ store }) => store.counts);
