import { useWorkbench } from "@/commands/useWorkbench";

/** What lies over the page, if something does. */
export function Overlays() {
  useWorkbench();
  return null;
}
