import { useEffect } from "react";
import { COMMANDS } from "./catalogue";
import { pressed, Sequences } from "./keys";
import { useScene } from "./useScene";
import { workbench } from "./workbench";

/** Runs commands by their keys: not while somebody types, and not under something that lies over the page. */
export function useKeys(): void {
  const scene = useScene();
  useEffect(() => {
    const sequences = new Sequences();
    const listen = (event: KeyboardEvent): void => {
      const key = pressed(event);
      if (!key || event.defaultPrevented || event.isComposing) return;
      // What is typed ahead of the composer must not be taken for commands.
      if (workbench.get().awaited) {
        if (key === "escape") workbench.set({ awaited: null });
        return;
      }
      const withMod = key.startsWith("mod+");
      if (workbench.get().overlay || (!withMod && isTaken(event))) return;
      const now = scene();
      const possible = COMMANDS.filter(({ keys, when }) => keys && (when?.(now) ?? true));
      const meant = sequences.press(key, event.timeStamp, new Set(possible.flatMap(({ keys }) => keys ?? [])));
      const command = possible.find(({ keys }) => keys === meant);
      if (!command) return;
      event.preventDefault();
      command.run(now);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [scene]);
}

/** Whether the key belongs to what has the focus: text that is typed, a menu that is open, a button that is pressed. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  if (target.closest("input, textarea, select, [contenteditable], [role=menu], [role=dialog], [role=listbox]"))
    return true;
  return event.key === "Enter" && target.closest("a, button") !== null;
}
