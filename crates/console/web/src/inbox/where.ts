import { useParams, useSearch } from "@tanstack/react-router";
import { router } from "@/router";

/** What the address says is shown. */
export interface Where {
  readonly view: string;
  readonly roomId: string | null;
  /** The message that is looked at, if one was looked for. */
  readonly message: string | null;
}

export function useWhere(): Where {
  const { view, roomId } = useParams({ strict: false });
  const { message } = useSearch({ strict: false });
  return { view: view ?? "mine", roomId: roomId ?? null, message: message ?? null };
}

/** What is shown just now, for whoever is no component. */
export function whereNow(): Where {
  const match = router.state.matches.at(-1);
  const params: { view?: string; roomId?: string } = match?.params ?? {};
  const { message }: { message?: string } = match?.search ?? {};
  return { view: params.view ?? "mine", roomId: params.roomId ?? null, message: message ?? null };
}

/** Shows a view. */
export function openView(view: string): void {
  void router.navigate({ to: "/inbox/$view", params: { view } });
}

/** Shows a room, in the view that is shown or another one; at its end, or at a message. */
export function openRoom(roomId: string, { view = whereNow().view, message }: Partial<Where> = {}): void {
  void router.navigate({
    to: "/inbox/$view/$roomId",
    params: { view, roomId },
    search: message ? { message } : {},
  });
}

/** Shows the settings. */
export function openSettings(): void {
  void router.navigate({ to: "/settings" });
}

/** Leaves the room for its list. */
export function closeRoom(): void {
  openView(whereNow().view);
}
