import { Menu } from "@base-ui/react/menu";
import { Link } from "@tanstack/react-router";
import { ChevronUp } from "lucide-react";
import { useTranslations } from "use-intl";
import { signOut } from "@/account/session";
import { workbench } from "@/commands/workbench";
import { useLive } from "@/live/context";
import { sectionsOpenTo } from "@/settings/sections";
import { Avatar } from "@/ui/Avatar";
import { MenuPopup, menuItem } from "@/ui/menu";

/** Who is signed in, and what he may do about it. */
export function AccountMenu() {
  const t = useTranslations("account");
  const { me, userId } = useLive();
  const name = me.user?.name ?? "";
  return (
    <div className="border-line border-t p-2">
      <Menu.Root>
        <Menu.Trigger
          className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-start hover:bg-hover"
          aria-label={t("menu", { name })}
        >
          <Avatar id={userId} name={name} size="sm" />
          <span className="min-w-0 flex-1 truncate text-sm">{name}</span>
          <ChevronUp size={14} aria-hidden="true" className="text-faint" />
        </Menu.Trigger>
        <MenuPopup side="top">
          <Menu.Item className={menuItem} render={<Link to="/account" />}>
            {t("own")}
          </Menu.Item>
          <Menu.Item className={menuItem} onClick={() => workbench.show("preferences")}>
            {t("preferences")}
          </Menu.Item>
          <Menu.Item className={menuItem} onClick={() => workbench.show("help")}>
            {t("keys")}
          </Menu.Item>
          {sectionsOpenTo(me.permissions).length > 0 && (
            <Menu.Item className={menuItem} render={<Link to="/settings" />}>
              {t("settings")}
            </Menu.Item>
          )}
          <Menu.Separator className="my-1 h-px bg-line" />
          <Menu.Item className={menuItem} onClick={() => void signOut()}>
            {t("signOut")}
          </Menu.Item>
        </MenuPopup>
      </Menu.Root>
    </div>
  );
}
