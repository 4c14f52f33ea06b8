import type { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import type { SavedView, ViewFilter } from "@/api/types";
import type { Live } from "@/live/live";
import { say } from "@/ui/toast";
import { undo } from "../actions/undo";
import { openView, whereNow } from "../where";
import { partsOf, viewId } from "./view";

type Translate = ReturnType<typeof useTranslations<"savedViews">>;

/** The saved view with the id of a shown one; undefined: that is no saved one, or nobody knows it. */
export function savedViewOf(shown: string, live: Live): SavedView | undefined {
  const { kind, value } = partsOf(shown);
  return kind === "view" ? live.extras.views.items.find(({ id }) => id === value) : undefined;
}

/** Lets everybody see a view, or nobody but its owner. */
export async function share(live: Live, view: SavedView, shared: boolean, t: Translate): Promise<void> {
  await change(live, view, { shared }, { shared: view.shared }, shared ? t("shared") : t("unshared"), t);
}

/** Lets a view show what another filter does. */
export async function setFilter(live: Live, view: SavedView, filter: ViewFilter, t: Translate): Promise<void> {
  await change(live, view, { filter }, { filter: view.filter }, t("filterSet", { name: view.name }), t);
}

/** Deletes a view. Taking that back saves it anew. */
export async function remove(live: Live, view: SavedView, t: Translate): Promise<void> {
  const { views } = live.extras;
  await attempt(t, async () => {
    await views.remove(view.id);
    if (whereNow().view === viewId("view", view.id)) openView("mine");
    const { name, icon, shared, filter } = view;
    const back = async (): Promise<void> => {
      await views.create({ name, shared, filter, ...(icon ? { icon } : {}) });
    };
    offer(t("deleted", { name }), back, t);
  });
}

async function change(
  live: Live,
  { id }: SavedView,
  to: Partial<SavedView>,
  from: Partial<SavedView>,
  done: string,
  t: Translate,
): Promise<void> {
  await attempt(t, async () => {
    await live.extras.views.edit(id, to);
    offer(done, async () => void (await live.extras.views.edit(id, from)), t);
  });
}

function offer(done: string, back: () => Promise<void>, t: Translate): void {
  const step = (): Promise<void> => attempt(t, back);
  undo.push(step);
  say(done, { action: { label: t("undo"), run: () => void undo.this(step) } });
}

async function attempt(t: Translate, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    say(error instanceof Problem ? error.message : t("unreachable"), { tone: "bad" });
  }
}
