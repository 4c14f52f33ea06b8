import { useLive, useTeams } from "@/live/context";
import type { Writer } from "./scope";

/** Who is signed in, as a writer of canned responses. */
export function useWriter(): Writer {
  const { me, userId } = useLive();
  const teams = useTeams();
  return { userId, permissions: me.permissions, teams: [...teams.values()].filter(({ active }) => active) };
}
