import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { useLive } from "@/live/context";
import { Verbs } from "./verbs";

/** What can be done to a room. */
export function useVerbs(roomId: string): Verbs {
  const live = useLive();
  const t = useTranslations("done");
  return useMemo(() => new Verbs(live, roomId, t), [live, roomId, t]);
}
