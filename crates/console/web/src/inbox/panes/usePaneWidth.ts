import { usePreference } from "@/account/preferences";
import { PANES, type Pane, within } from "./width";

/** How wide a pane is, in pixels. */
export function usePaneWidth(pane: Pane): number {
  const widths = usePreference("widths");
  return within(widths[pane] ?? PANES[pane].usual, PANES[pane]);
}
