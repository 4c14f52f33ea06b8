import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { useLive, useRoom } from "@/live/context";
import { classes } from "@/ui/classes";
import { Composer } from "../composer/Composer";
import { Head } from "./Head";
import { Thread } from "./Thread";

/** The room that is open: what was said, and where one answers. */
export function Room({ roomId, className }: { roomId: string | null; className?: string }) {
  const t = useTranslations("room");
  return (
    <section aria-label={t("title")} className={classes("flex min-h-0 flex-col bg-surface", className)}>
      {roomId ? (
        <OpenRoom key={roomId} roomId={roomId} />
      ) : (
        <div className="flex flex-1 flex-col items-center justify-center gap-1 bg-canvas p-6 text-center">
          <p className="font-medium text-sm">{t("none")}</p>
          <p className="text-muted text-sm">{t("noneHint")}</p>
        </div>
      )}
    </section>
  );
}

function OpenRoom({ roomId }: { roomId: string }) {
  const live = useLive();
  const room = useRoom(roomId);
  const isKnown = room !== undefined;

  useEffect(() => {
    if (!isKnown) live.wanted.room(roomId);
  }, [live, roomId, isKnown]);

  return (
    <>
      <Head roomId={roomId} />
      <Thread roomId={roomId} />
      <Composer roomId={roomId} />
    </>
  );
}
