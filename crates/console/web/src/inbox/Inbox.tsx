import { type CSSProperties, useId } from "react";
import { usePreference } from "@/account/preferences";
import { useKeys } from "@/commands/useKeys";
import { classes } from "@/ui/classes";
import { ConnectionBanner } from "./ConnectionBanner";
import { Context } from "./context/Context";
import { List } from "./list/List";
import { Overlays } from "./Overlays";
import { Divider } from "./panes/Divider";
import { usePaneWidth } from "./panes/usePaneWidth";
import { Room } from "./thread/Room";
import { useNotifications } from "./useNotifications";
import { useTitle } from "./useTitle";
import { useView } from "./views/useView";
import { Views } from "./views/Views";
import { useWhere } from "./where";

/** The page in which agents work: views, the list, the room, and what is known about it. */
export function Inbox() {
  const { view, roomId } = useWhere();
  const showsViews = usePreference("showsViews");
  const showsContext = usePreference("showsContext");
  const viewsWidth = usePaneWidth("views");
  const listWidth = usePaneWidth("list");
  const contextWidth = usePaneWidth("context");
  const id = useId();
  useKeys();
  useNotifications();
  useTitle(useView(view).name);

  return (
    <div className="flex h-dvh flex-col">
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        {showsViews && (
          <div id={`${id}-views`} style={{ width: viewsWidth }} className="hidden shrink-0 md:flex">
            <Views className="flex w-full" />
          </div>
        )}
        {/* The edges are in here because everything must be in a landmark. */}
        <main className="flex min-w-0 flex-1">
          {showsViews && <Divider pane="views" controls={`${id}-views`} side="start" className="max-md:hidden" />}
          <div
            id={`${id}-list`}
            style={{ "--width": `${listWidth}px` } as CSSProperties}
            className={classes("flex w-full md:w-(--width) md:shrink-0", roomId !== null && "max-md:hidden")}
          >
            <List key={view} view={view} className="w-full" />
          </div>
          <Divider pane="list" controls={`${id}-list`} side="start" className="max-md:hidden" />
          <Room roomId={roomId} className={classes("min-w-0 flex-1", roomId === null && "max-md:hidden")} />
          {roomId !== null && showsContext && (
            <Divider pane="context" controls={`${id}-context`} side="end" className="max-lg:hidden" />
          )}
        </main>
        {roomId !== null && showsContext && (
          <div id={`${id}-context`} style={{ width: contextWidth }} className="hidden shrink-0 lg:flex">
            <Context key={roomId} roomId={roomId} className="flex w-full" />
          </div>
        )}
      </div>
      <Overlays />
    </div>
  );
}
