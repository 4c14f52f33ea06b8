import { useEffect } from "react";
import { useCounts, useLive } from "@/live/context";
import { countOf } from "./views/counts";

/** Shows in the tab how many rooms are the user's. */
export function useTitle(name: string): void {
  const { userId } = useLive();
  const mine = countOf("mine", { counts: useCounts(), me: userId }) ?? 0;
  useEffect(() => {
    document.title = `${mine > 0 ? `(${mine}) ` : ""}${name} · Switchroom`;
  }, [mine, name]);
}
