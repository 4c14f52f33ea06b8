import { Menu } from "@base-ui/react/menu";
import { Ellipsis } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SavedView } from "@/api/types";
import { workbench } from "@/commands/workbench";
import { useLive } from "@/live/context";
import { MenuPopup, menuItem } from "@/ui/menu";
import { useWhere } from "../where";
import { mayEdit } from "./mayEdit";
import { remove, setFilter, share } from "./saved";
import { useView } from "./useView";
import { viewId } from "./view";

/** What can be done with a saved view. */
export function SavedViewMenu({ view }: { view: SavedView }) {
  const t = useTranslations("savedViews");
  const live = useLive();
  const shown = useView(useWhere().view);
  if (!mayEdit(view, live)) return null;
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={t("menu", { name: view.name })}
        className="absolute inset-y-0.5 end-0.5 inline-flex w-6 items-center justify-center rounded text-muted opacity-0 hover:bg-hover focus-visible:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 pointer-coarse:opacity-100"
      >
        <Ellipsis size={14} aria-hidden="true" />
      </Menu.Trigger>
      <MenuPopup>
        <Menu.Item className={menuItem} onClick={() => workbench.editView(view.id)}>
          {t("edit")}
        </Menu.Item>
        {shown.id !== viewId("view", view.id) && (
          <Menu.Item className={menuItem} onClick={() => void setFilter(live, view, shown.filter, t)}>
            {t("takeFilter", { view: shown.name })}
          </Menu.Item>
        )}
        {live.may("view.share") && (
          <Menu.Item className={menuItem} onClick={() => void share(live, view, !view.shared, t)}>
            {view.shared ? t("unshare") : t("share")}
          </Menu.Item>
        )}
        <Menu.Separator className="my-1 h-px bg-line" />
        <Menu.Item className={menuItem} onClick={() => void remove(live, view, t)}>
          {t("delete")}
        </Menu.Item>
      </MenuPopup>
    </Menu.Root>
  );
}
