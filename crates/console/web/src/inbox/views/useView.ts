import { useTranslations } from "use-intl";
import type { ViewFilter } from "@/api/types";
import { useChannels, useTeams, useViews } from "@/live/context";
import { FIXED, type FixedView, partsOf, viewId, viewOf } from "./view";

/** A view with the name that it is shown under. */
export interface NamedView {
  readonly id: string;
  readonly name: string;
  readonly filter: ViewFilter;
}

/** The view of an address; one that is unknown shows every open room. */
export function useView(id: string): NamedView {
  const t = useTranslations("views");
  const channels = useChannels();
  const teams = useTeams();
  const saved = useViews().find((each) => viewId("view", each.id) === id);
  if (saved) return { id, name: saved.name, filter: saved.filter };
  const view = viewOf(id);
  if (!view) return { ...FIXED.open, name: t("open") };
  if (view.id in FIXED) return { ...view, name: t(view.id as FixedView) };
  const { value } = partsOf(id);
  return { ...view, name: channels.get(value)?.name ?? teams.get(value)?.name ?? value };
}
