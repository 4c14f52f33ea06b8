import { useSyncExternalStore } from "react";
import { workbench } from "./workbench";

/** What is on the workbench just now. */
export function useWorkbench() {
  return useSyncExternalStore(workbench.listen, workbench.get);
}
