import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/call";
import type { EventType } from "./types";

/** The catalogue of events. It changes with the server's version only. */
export function useEventTypes() {
  return useQuery({
    queryKey: ["settings", "event-types"],
    queryFn: async () => (await call<{ event_types: EventType[] }>("GET", "/v1/event-types")).event_types,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
