import type { Priority, ViewFilter } from "@/api/types";

/** The filter that a form says: what is left empty is not asked for. */
export function filterOf(field: (name: string) => string): ViewFilter {
  const filter: ViewFilter = {};
  for (const name of ["status", "assignee", "channel_id", "team_id", "tag"] as const) {
    const value = field(name);
    if (value) filter[name] = value;
  }
  const priority = field("priority");
  if (priority) filter.priority = priority as Priority;
  const snoozed = field("snoozed");
  if (snoozed) filter.snoozed = snoozed === "true";
  return filter;
}
