import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Message, Priority } from "@/api/types";
import { useLive } from "@/live/context";
import { actorName } from "../names";

/** What a message of the system tells of, besides its words. */
interface Told {
  kind?: string;
  priority?: Priority | null;
  /** The name of a service level. */
  name?: string | null;
}

/** What somebody did that belongs into the thread. */
export function SystemLine({ message, time }: { message: Message; time: ReactNode }) {
  const t = useTranslations("system");
  const priorities = useTranslations("priority");
  const live = useLive();
  const name = actorName(message.author, live.store) ?? t("somebody");
  const told = (message.payload ?? {}) as Told;
  const words = ((): string | undefined => {
    switch (told.kind) {
      case "room_resolved":
        return t("resolved", { name });
      case "priority_changed":
        return told.priority ? t("priority", { name, priority: priorities(told.priority) }) : t("noPriority", { name });
      case "sla_changed":
        return told.name ? t("sla", { name, sla: told.name }) : t("noSla", { name });
      default:
        return undefined;
    }
  })();
  return (
    <p data-message={message.id} className="my-1 self-center text-center text-faint text-xs">
      {[words, message.text].filter(Boolean).join(": ")} · {time}
    </p>
  );
}
