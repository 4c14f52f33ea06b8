import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useTranslations } from "use-intl";
import { fetchRooms } from "@/api/rooms";
import type { Room } from "@/api/types";
import { useTopic } from "@/live/context";
import type { Channel } from "@/settings/types";
import { LinkButton } from "@/settings/ui/LinkButton";
import { Step } from "./Step";

/** The widget, live: what is written in it arrives in the inbox. */
export function TryStep({ channel }: { channel: Channel | undefined }) {
  const t = useTranslations("welcome");
  const room = useArrived(channel?.id);
  return (
    <Step number={3} isDone={room !== undefined} title={t("try")}>
      <p className="text-muted">{channel ? t("tryAbout") : t("tryLater")}</p>
      {channel && (
        <div className="flex flex-wrap items-start gap-6">
          <iframe
            src={`/widget/${channel.id}`}
            title={t("widget")}
            className="h-136 w-90 max-w-full rounded-2xl border border-line bg-transparent"
            // The frame chooses light or dark itself.
            style={{ colorScheme: "normal" }}
          />
          <div role="status" className="min-w-0 flex-1 basis-56 pt-2">
            {room ? (
              <div className="flex flex-col items-start gap-3 rounded-lg border border-line bg-canvas p-4">
                <p className="flex items-center gap-2 font-medium">
                  <Inbox size={18} aria-hidden="true" className="text-accent-text" />
                  {t("arrived")}
                </p>
                <p className="text-muted">{t("arrivedAbout")}</p>
                <LinkButton look="primary" to="/inbox/$view/$roomId" params={{ view: "open", roomId: room.id }}>
                  {t("openRoom")}
                </LinkButton>
              </div>
            ) : (
              <p className="text-faint">{t("waiting")}</p>
            )}
          </div>
        </div>
      )}
    </Step>
  );
}

/** The latest room of a channel: one there was already, or, as soon as it is told, one that is opened now. */
function useArrived(channelId: string | undefined): Room | undefined {
  const known = useQuery({
    queryKey: ["welcome", "rooms", channelId],
    queryFn: async () => (await fetchRooms({ channel_id: channelId ?? "" }, null, 1)).rooms[0] ?? null,
    enabled: channelId !== undefined,
  });
  const told = useTopic("rooms", ({ store }) =>
    channelId === undefined ? undefined : [...store.rooms.values()].findLast((each) => each.channel_id === channelId),
  );
  return told ?? known.data ?? undefined;
}
