import { Menu } from "@base-ui/react/menu";
import type { ReactNode } from "react";

/** How an entry of a menu looks. */
export const menuItem =
  "flex h-8 items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50";

/** The part of a menu that opens. */
export function MenuPopup({ side = "bottom", children }: { side?: "top" | "bottom"; children: ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner side={side} align="start" sideOffset={4} className="z-50 outline-none">
        <Menu.Popup className="min-w-52 animate-appear rounded-lg border border-line bg-raised p-1 shadow-float outline-none">
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}
