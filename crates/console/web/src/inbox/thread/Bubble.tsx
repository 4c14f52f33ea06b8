import { CornerUpLeft } from "lucide-react";
import { memo } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { Message } from "@/api/types";
import { workbench } from "@/commands/workbench";
import { useLive } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { classes } from "@/ui/classes";
import { beginning } from "../list/beginning";
import { actorName } from "../names";
import { Attachment } from "./Attachment";
import { SystemLine } from "./SystemLine";
import { Text } from "./Text";
import { Ticks } from "./Ticks";

interface Props {
  message: Message;
  /** The first or last that its author said in one breath. */
  isFirst: boolean;
  isLast: boolean;
  /** Somebody looked for it. */
  isMarked: boolean;
}

/** A message. */
export const Bubble = memo(function Bubble({ message, isFirst, isLast, isMarked }: Props) {
  const t = useTranslations("thread");
  const live = useLive();
  const format = useFormatter();
  const time = (
    <time dateTime={message.created_at}>
      {format.dateTime(new Date(message.created_at), { hour: "2-digit", minute: "2-digit" })}
    </time>
  );
  if (message.type === "system") {
    return <SystemLine message={message} time={time} />;
  }
  const isContact = message.author.type === "contact";
  const isNote = message.visibility === "internal";
  const isOwn = message.author.id === live.userId;
  const name = actorName(message.author, live.store) ?? t("system");
  const isDeleted = Boolean(message.deleted_at);

  return (
    <article
      data-message={message.id}
      aria-current={isMarked || undefined}
      aria-label={isNote ? t("noteBy", { name }) : t("messageBy", { name })}
      className={classes("group flex items-end gap-2", isFirst ? "mt-3" : "mt-0.5", !isContact && "flex-row-reverse")}
    >
      <span className="w-6 shrink-0">
        {isLast && <Avatar id={message.author.id ?? "system"} name={name} size="sm" />}
      </span>
      <div className={classes("flex max-w-[80%] flex-col md:max-w-[72%]", isContact ? "items-start" : "items-end")}>
        {isFirst && (!isOwn || isNote) && (
          <p className="px-1 pb-0.5 text-faint text-xs">
            {name}
            {isNote && <> · {t("note")}</>}
            {message.mentions?.includes(live.userId) && <> · {t("mentionsYou")}</>}
          </p>
        )}
        <div
          className={classes(
            "rounded-2xl px-3 py-1.5",
            isNote ? "border border-note-line bg-note text-note-ink" : isContact ? "bg-theirs" : "bg-own",
            isLast && (isContact ? "rounded-es-md" : "rounded-ee-md"),
            isMarked && "outline-2 outline-accent-text outline-offset-2",
          )}
        >
          {message.reply_to && <Quoted roomId={message.room_id} id={message.reply_to} />}
          {isDeleted ? <p className="text-muted text-sm italic">{t("deleted")}</p> : <Attachment message={message} />}
          {!isDeleted && message.text && <Text text={message.text} mentions={message.mentions} />}
        </div>
        {(isLast || message.status === "failed") && (
          <p className="flex items-center gap-1 px-1 pt-0.5 text-2xs text-faint">
            {time}
            {message.edited_at && <span>· {t("edited")}</span>}
            {!isContact && !isNote && <Ticks status={message.status} reason={message.status_error} />}
          </p>
        )}
      </div>
      {/* There are as many of these as messages: a tooltip for each would cost more than the message. */}
      <button
        type="button"
        aria-label={t("replyTo")}
        title={t("replyTo")}
        className="inline-flex size-7 shrink-0 items-center justify-center self-center rounded-md text-muted opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover:opacity-100"
        onClick={() => {
          workbench.set({ replyTo: message.id });
          workbench.composer?.focus(isNote ? "note" : "reply");
        }}
      >
        <ReplyIcon />
      </button>
    </article>
  );
});

/** Lucide's `reply`, without what makes an icon of it at every message. */
function ReplyIcon() {
  return (
    <svg
      width="15"
      height="15"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
      className="rtl:-scale-x-100"
    >
      <path d="M20 18v-2a4 4 0 0 0-4-4H4m5 5-5-5 5-5" />
    </svg>
  );
}

function Quoted({ roomId, id }: { roomId: string; id: string }) {
  const t = useTranslations("thread");
  const { store } = useLive();
  const quoted = store.thread(roomId).messages.find((message) => message.id === id);
  return (
    <p className="mb-1 flex items-center gap-1 border-current border-s-2 ps-2 text-muted text-xs">
      <CornerUpLeft size={12} aria-hidden="true" className="shrink-0" />
      <span className="truncate">{quoted ? beginning(quoted) || t("attachment") : t("earlier")}</span>
    </p>
  );
}
