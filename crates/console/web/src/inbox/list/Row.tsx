import { Link } from "@tanstack/react-router";
import { Clock, Eye } from "lucide-react";
import { memo, useEffect } from "react";
import { useTranslations } from "use-intl";
import type { Room } from "@/api/types";
import { useActivity, useChannels, useContact, useLive, usePreview, useUsers } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { classes } from "@/ui/classes";
import { contactName, roomName } from "../names";
import { PriorityMark } from "../PriorityMark";
import { Ago } from "./Ago";
import { beginning } from "./beginning";

interface Props {
  room: Room;
  view: string;
  /** Keys act on it. */
  isCurrent: boolean;
}

/** A room in the list. */
export const Row = memo(function Row({ room, view, isCurrent }: Props) {
  const t = useTranslations("list");
  const live = useLive();
  const contact = useContact(room.contact_id);
  const preview = usePreview(room.last_message?.id ?? "");
  const users = useUsers();
  const channel = useChannels().get(room.channel_id);
  const activity = useActivity(room.id);
  const lastId = room.last_message?.id;

  useEffect(() => {
    live.wanted.contact(room.contact_id);
    if (lastId) live.wanted.preview(lastId);
  }, [live, room.contact_id, lastId]);

  const name = roomName(room, contact, t("somebody", { number: room.number ?? "" }));
  const typist = activity.find(({ kind }) => kind === "typing");
  const viewers = activity.filter(({ kind }) => kind === "viewing");
  const assignee = room.assignees[0] ? users.get(room.assignees[0]) : undefined;
  const unread = room.unread ?? 0;
  const isMine = preview?.author.type !== "contact";
  const typistName =
    typist &&
    (typist.person.type === "contact"
      ? contactName(live.store.contacts.get(typist.person.id))
      : users.get(typist.person.id)?.name);

  return (
    <Link
      to="/inbox/$view/$roomId"
      params={{ view, roomId: room.id }}
      data-room={room.id}
      onPointerDown={() => live.wanted.thread(room.id)}
      className={classes(
        "flex h-full gap-3 border-line border-b px-3 py-2 -outline-offset-2",
        isCurrent ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <Avatar id={room.contact_id} name={name} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-1.5">
          <span className={classes("min-w-0 flex-1 truncate text-sm", unread > 0 ? "font-semibold" : "font-medium")}>
            {name}
          </span>
          {room.snoozed_until && <Clock size={12} aria-label={t("snoozed")} className="self-center text-faint" />}
          <PriorityMark priority={room.priority} />
          <Ago at={room.last_activity_at} />
        </span>
        <span className="flex items-center gap-1.5">
          <span className={classes("min-w-0 flex-1 truncate text-sm", unread > 0 ? "text-ink" : "text-muted")}>
            {typist ? (
              <em className="text-accent-text">{t("types", { name: typistName ?? name })}</em>
            ) : preview ? (
              <>
                {isMine && (
                  <span className="text-faint">{preview.author.id === live.userId ? t("you") : t("team")} </span>
                )}
                {beginning(preview) || t(`kind.${preview.type}`)}
              </>
            ) : (
              (room.topic ?? t("noMessages"))
            )}
          </span>
          {unread > 0 && (
            <span className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-accent px-1 font-semibold text-2xs text-accent-ink tabular-nums">
              <span className="sr-only">{t("unread", { count: unread })}</span>
              <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            </span>
          )}
        </span>
        <span className="flex h-4.5 items-center gap-1 overflow-hidden text-2xs text-faint">
          <span className="truncate">{channel?.name}</span>
          {(room.tags ?? []).slice(0, 3).map((tag) => (
            <span key={tag} className="max-w-24 truncate rounded bg-sunken px-1 text-muted">
              {tag}
            </span>
          ))}
          <span className="flex-1" />
          {viewers.length > 0 && <Eye size={12} aria-label={t("viewed")} className="shrink-0" />}
          {assignee && (
            <span className="flex shrink-0 items-center gap-1">
              <Avatar id={assignee.id} name={assignee.name} size="xs" />
              <span className="sr-only">{t("assignedTo", { name: assignee.name })}</span>
            </span>
          )}
        </span>
      </span>
    </Link>
  );
});
