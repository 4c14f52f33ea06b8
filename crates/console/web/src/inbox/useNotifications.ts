import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { preferences } from "@/account/preferences";
import type { ServerEvent } from "@/api/types";
import { useLive } from "@/live/context";
import { isForMe } from "@/live/notify";
import { beginning } from "./list/beginning";
import { actorName } from "./names";
import { chime } from "./sound";
import { openRoom } from "./where";

/** How old a message may be and still be news, in milliseconds: what is caught up with after a night is not. */
const NEWS = 60_000;

/** Says, where the page is not looked at, that somebody wrote. */
export function useNotifications(): void {
  const live = useLive();
  const t = useTranslations("notifications");
  useEffect(() => {
    const hear = (event: ServerEvent): void => {
      const { message } = event.data;
      if (!message || document.visibilityState === "visible" || !isForMe(event, live.userId)) return;
      if (Date.now() - Date.parse(event.at) > NEWS) return;
      const { notifications, sound } = preferences.get();
      if (sound) chime();
      if (!notifications || !("Notification" in window) || Notification.permission !== "granted") return;
      const title = actorName(message.author, live.store) ?? t("somebody");
      const shown = new Notification(title, {
        body: beginning(message),
        tag: message.room_id,
        icon: "/app/icon-192.png",
      });
      shown.onclick = () => {
        window.focus();
        openRoom(message.room_id);
        shown.close();
      };
    };
    return live.onEvent(hear);
  }, [live, t]);
}
