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

/** What lies over the page, if something does. */
export function Overlays() {
  const { overlay, cursor } = useWorkbench();
  const where = useWhere();
  const roomId = where.roomId ?? cursor;
  switch (overlay) {
    case "palette":
      return <Palette />;
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
