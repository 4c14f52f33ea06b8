const TOLD = new Set([
  "room.created",
  "room.updated",
  "room.tagged",
  "room.assigned",
  "room.unassigned",
  "room.resolved",
  "room.reopened",
  "room.rated",
  "room.snoozed",
  "room.woken",
]);

/** Whether this kind of event has a line in the history: messages are seen where they were said. */
export function isTold(type: string): boolean {
  return TOLD.has(type);
}
