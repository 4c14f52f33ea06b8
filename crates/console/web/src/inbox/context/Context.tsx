import { useTranslations } from "use-intl";
import { useContact, useRoom } from "@/live/context";
import { classes } from "@/ui/classes";
import { Skeleton } from "@/ui/Skeleton";
import { ContactSection } from "./ContactSection";
import { CustomFields } from "./CustomFields";
import { EarlierRooms } from "./EarlierRooms";
import { History } from "./History";
import { NoteSection } from "./NoteSection";
import { RoomSection } from "./RoomSection";

/** What is known about a room and its contact. */
export function Context({ roomId, className }: { roomId: string; className?: string }) {
  const t = useTranslations("context");
  const room = useRoom(roomId);
  const contact = useContact(room?.contact_id ?? "");
  return (
    <aside aria-label={t("title")} className={classes("min-h-0 flex-col border-line border-s bg-canvas", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="scroller flex flex-1 flex-col pb-6">
        {room ? (
          <>
            <ContactSection room={room} contact={contact} />
            <RoomSection room={room} />
            <NoteSection room={room} />
            <CustomFields room={room} contact={contact} />
            <EarlierRooms room={room} />
            <History room={room} />
          </>
        ) : (
          <div className="flex flex-col gap-3 p-4">
            <Skeleton className="size-12 rounded-full" />
            <Skeleton className="h-4 w-1/2" />
            <Skeleton className="h-4 w-3/4" />
          </div>
        )}
      </div>
    </aside>
  );
}
