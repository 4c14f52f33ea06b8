import { Star, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { Room } from "@/api/types";
import { type Overlay, workbench } from "@/commands/workbench";
import { useChannels, useTeams, useUsers } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { EditableText } from "@/ui/EditableText";
import { useVerbs } from "../actions/useVerbs";
import { PriorityMark } from "../PriorityMark";
import { Line, Section } from "./Section";

/** Where a room stands, and whose it is. */
export function RoomSection({ room }: { room: Room }) {
  const t = useTranslations("context");
  const priorities = useTranslations("priority");
  const statuses = useTranslations("roomStatus");
  const format = useFormatter();
  const users = useUsers();
  const team = useTeams().get(room.team_id ?? "");
  const channel = useChannels().get(room.channel_id);
  const verbs = useVerbs(room.id);
  const assignee = users.get(room.assignees[0] ?? "");
  return (
    <Section title={t("conversation")}>
      <Line label={t("status")}>
        <p className="px-1.5">
          {statuses(room.status)}
          {room.snoozed_until && (
            <>
              {" "}
              ·{" "}
              {t("until", {
                at: format.dateTime(new Date(room.snoozed_until), { dateStyle: "medium", timeStyle: "short" }),
              })}
            </>
          )}
        </p>
      </Line>
      <Line label={t("assignee")}>
        <Pick label={t("assignee")} overlay="assign">
          {assignee && <Avatar id={assignee.id} name={assignee.name} size="xs" />}
          {assignee?.name ?? t("nobody")}
        </Pick>
      </Line>
      <Line label={t("team")}>
        <Pick label={t("team")} overlay="team">
          {team?.name ?? t("none")}
        </Pick>
      </Line>
      <Line label={t("priority")}>
        <Pick label={t("priority")} overlay="priority">
          <PriorityMark priority={room.priority} />
          {priorities(room.priority ?? "none")}
        </Pick>
      </Line>
      <Line label={t("channel")}>
        <p className="truncate px-1.5">{channel?.name}</p>
      </Line>
      <Line label={t("topic")}>
        <EditableText
          label={t("topic")}
          value={room.topic ?? ""}
          placeholder={t("add")}
          onSave={(value) => void verbs.setTopic(value)}
        />
      </Line>
      <Line label={t("tags")}>
        <div className="flex flex-wrap items-center gap-1 px-1.5 py-0.5">
          {(room.tags ?? []).map((tag) => (
            <span key={tag} className="inline-flex h-6 items-center rounded bg-sunken ps-2 text-xs">
              <span className="max-w-40 truncate">{tag}</span>
              <button
                type="button"
                aria-label={t("removeTag", { tag })}
                className="inline-flex size-6 items-center justify-center text-muted hover:text-ink"
                onClick={() => void verbs.tag(tag, false)}
              >
                <X size={11} aria-hidden="true" />
              </button>
            </span>
          ))}
          <button
            type="button"
            className="h-6 rounded px-1.5 text-faint text-xs hover:bg-hover"
            onClick={() => workbench.show("tags")}
          >
            {t("addTag")}
          </button>
        </div>
      </Line>
      {room.rating && (
        <Line label={t("rating")}>
          <p className="flex items-center gap-1 px-1.5">
            <Star size={13} aria-hidden="true" className="fill-current text-note-line" />
            {t("ratingOf", { value: room.rating.value })}
          </p>
          {room.rating.comment && <p className="px-1.5 text-muted text-xs">{room.rating.comment}</p>}
        </Line>
      )}
      {room.summary && <p className="mt-1 rounded-md bg-sunken p-2 text-muted text-xs">{room.summary.text}</p>}
    </Section>
  );
}

function Pick({ label, overlay, children }: { label: string; overlay: Overlay; children: ReactNode }) {
  return (
    <button
      type="button"
      title={label}
      onClick={() => workbench.show(overlay)}
      className="flex h-7 w-full items-center gap-1.5 truncate rounded px-1.5 text-start hover:bg-hover"
    >
      {children}
    </button>
  );
}
