import { CircleAlert, Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import { workbench } from "@/commands/workbench";
import { useLive, useProgress } from "@/live/context";
import type { Outgoing } from "@/live/outgoing";
import { Button } from "@/ui/Button";
import { classes } from "@/ui/classes";
import { actorName } from "../names";
import { FileChip } from "./FileChip";
import { Text } from "./Text";

/** A message of ours that the server does not have yet: on its way, refused, or held back. */
export function OutgoingBubble({ outgoing, isFirst }: { outgoing: Outgoing; isFirst: boolean }) {
  const t = useTranslations("outgoing");
  const live = useLive();
  const { room_id, local_id, state, newer, reason } = outgoing;
  const isNote = outgoing.visibility === "internal";

  const discard = (): void => live.outbox.discard(room_id, local_id);
  const edit = (): void => {
    live.drafts.put(room_id, isNote, outgoing.text);
    discard();
    live.store.topics.tell(`draft:${room_id}`);
    workbench.composer?.focus(isNote ? "note" : "reply");
  };

  return (
    <div data-outgoing={local_id} className={classes("flex flex-col items-end ps-8 pe-8", isFirst ? "mt-3" : "mt-0.5")}>
      {state === "held" && (
        <div
          role="alert"
          className="mb-1 flex max-w-[80%] flex-col gap-1 rounded-xl border border-note-line bg-note px-3 py-2 text-note-ink text-sm"
        >
          <p className="font-medium">
            {t("held", { name: (newer && actorName(newer.author, live.store)) ?? t("colleague") })}
          </p>
          {newer?.text && <blockquote className="border-note-line border-s-2 ps-2">{newer.text}</blockquote>}
        </div>
      )}
      <div
        className={classes(
          "max-w-[80%] rounded-2xl px-3 py-1.5 md:max-w-[72%]",
          isNote ? "border border-note-line bg-note text-note-ink" : "bg-own",
          state !== "queued" && "outline-1 outline-danger",
        )}
      >
        {outgoing.file && <OutgoingFile outgoing={outgoing} />}
        {outgoing.text && <Text text={outgoing.text} />}
      </div>
      {state === "queued" ? (
        <p className="flex items-center gap-1 px-1 pt-0.5 text-2xs text-faint">
          <Clock size={11} aria-hidden="true" />
          {t("queued")}
        </p>
      ) : (
        <div className="flex flex-wrap items-center justify-end gap-1 pt-1">
          {state === "failed" && (
            <p role="alert" className="flex items-center gap-1 px-1 text-danger text-xs">
              <CircleAlert size={12} aria-hidden="true" />
              {t("failed", { reason: reason ?? "" })}
            </p>
          )}
          <Button onClick={() => live.outbox.retry(room_id, local_id, state === "held")}>
            {state === "held" ? t("anyway") : t("retry")}
          </Button>
          {!outgoing.file && (
            <Button look="quiet" onClick={edit}>
              {t("edit")}
            </Button>
          )}
          <Button look="quiet" onClick={discard}>
            {t("discard")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The file that goes along, and how much of it is there already. */
function OutgoingFile({ outgoing }: { outgoing: Outgoing }) {
  const t = useTranslations("files");
  const progress = useProgress(outgoing.room_id, outgoing.local_id);
  const { file } = outgoing;
  if (!file) return null;
  return (
    <>
      <FileChip blob={file.blob ?? undefined} name={file.name} size={file.size} />
      {progress !== undefined && (
        <progress value={progress} max={1} aria-label={t("uploading", { name: file.name })} className="h-1.5 w-full" />
      )}
    </>
  );
}
