import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { everyPage } from "@/api/pages";

/** All entries of a short list of the server's, e.g. `useList("teams")`. `field` is its name in the answer. */
export function useList<T>(path: string, field = path): UseQueryResult<T[]> {
  return useQuery({ queryKey: ["settings", path], queryFn: () => everyPage<T>(`/v1/${path}`, field) });
}
