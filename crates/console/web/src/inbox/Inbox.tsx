import { usePreference } from "@/account/preferences";
import { useKeys } from "@/commands/useKeys";
import { classes } from "@/ui/classes";
import { ConnectionBanner } from "./ConnectionBanner";
import { Context } from "./context/Context";
import { List } from "./list/List";
import { Overlays } from "./Overlays";
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
  useKeys();
  useNotifications();
  useTitle(useView(view).name);

  return (
    <div className="flex h-dvh flex-col">
      <ConnectionBanner />
      <div className="flex min-h-0 flex-1">
        {showsViews && <Views className="hidden w-56 shrink-0 md:flex" />}
        <main className="flex min-w-0 flex-1">
          <List
            key={view}
            view={view}
            className={classes("w-full md:w-80 md:shrink-0 xl:w-88", roomId !== null && "max-md:hidden")}
          />
          <Room roomId={roomId} className={classes("min-w-0 flex-1", roomId === null && "max-md:hidden")} />
        </main>
        {roomId !== null && showsContext && (
          <Context key={roomId} roomId={roomId} className="hidden w-72 shrink-0 lg:flex xl:w-80" />
        )}
      </div>
      <Overlays />
    </div>
  );
}
