import { lazy, Suspense, useEffect } from "react";
import { Preferences } from "@/account/Preferences";
import { Help } from "@/commands/Help";
import { Palette } from "@/commands/Palette";
import { useWorkbench } from "@/commands/useWorkbench";
import { AssignPicker } from "./pickers/AssignPicker";
import { PriorityPicker } from "./pickers/PriorityPicker";
import { SnoozePicker } from "./pickers/SnoozePicker";
import { TagPicker } from "./pickers/TagPicker";
import { TeamPicker } from "./pickers/TeamPicker";
import { SaveView } from "./views/SaveView";
import { useWhere } from "./where";

const fetchSearch = () => import("./search/Search");
const Search = lazy(async () => ({ default: (await fetchSearch()).Search }));

/** How long the page is left alone before it fetches what may be needed, in milliseconds. */
const SETTLED = 1_500;

/** What lies over the page, if something does. */
export function Overlays() {
  const { overlay, cursor } = useWorkbench();
  const where = useWhere();
  const roomId = where.roomId ?? cursor;
  // Not part of the first load, but there when its key is pressed.
  useEffect(() => {
    const timer = setTimeout(() => void fetchSearch().catch(() => undefined), SETTLED);
    return () => clearTimeout(timer);
  }, []);
  switch (overlay) {
    case "palette":
      return <Palette />;
    case "search":
      return (
        <Suspense>
          <Search />
        </Suspense>
      );
    case "help":
      return <Help />;
    case "preferences":
      return <Preferences />;
    case "saveView":
      return <SaveView />;
    case "assign":
      return roomId && <AssignPicker roomId={roomId} />;
    case "team":
      return roomId && <TeamPicker roomId={roomId} />;
    case "tags":
      return roomId && <TagPicker roomId={roomId} />;
    case "priority":
      return roomId && <PriorityPicker roomId={roomId} />;
    case "snooze":
      return roomId && <SnoozePicker roomId={roomId} />;
    case null:
      return null;
  }
}
