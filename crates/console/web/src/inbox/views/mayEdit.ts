import type { SavedView } from "@/api/types";
import type { Live } from "@/live/live";

/** Whether the user may change or delete a view. */
export function mayEdit(view: SavedView, live: Pick<Live, "userId" | "may">): boolean {
  return view.owner_id === live.userId || (view.shared && live.may("view.share"));
}
