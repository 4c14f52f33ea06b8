import { useParams } from "@tanstack/react-router";
import { router } from "@/router";

/** What the address says is shown. */
export interface Where {
  readonly view: string;
  readonly roomId: string | null;
}

export function useWhere(): Where {
  const { view, roomId } = useParams({ strict: false });
  return { view: view ?? "mine", roomId: roomId ?? null };
}

/** What is shown just now, for whoever is no component. */
export function whereNow(): Where {
  const params: { view?: string; roomId?: string } = router.state.matches.at(-1)?.params ?? {};
  return { view: params.view ?? "mine", roomId: params.roomId ?? null };
}

/** Shows a view. */
export function openView(view: string): void {
  void router.navigate({ to: "/inbox/$view", params: { view } });
}

/** Shows a room, in the view that is shown or another one. */
export function openRoom(roomId: string, view = whereNow().view): void {
  void router.navigate({ to: "/inbox/$view/$roomId", params: { view, roomId } });
}

/** Shows the settings. */
export function openSettings(): void {
  void router.navigate({ to: "/settings" });
}

/** Leaves the room for its list. */
export function closeRoom(): void {
  openView(whereNow().view);
}
