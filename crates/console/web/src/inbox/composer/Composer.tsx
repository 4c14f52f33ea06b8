import { CornerUpLeft, Lock, Paperclip, SendHorizontal, X } from "lucide-react";
import {
  type DragEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import { usePreference } from "@/account/preferences";
import { useWorkbench } from "@/commands/useWorkbench";
import { type Mode, workbench } from "@/commands/workbench";
import { useLive, useRoom } from "@/live/context";
import { randomId } from "@/live/ids";
import { classes } from "@/ui/classes";
import { IconButton } from "@/ui/IconButton";
import { say } from "@/ui/toast";
import { beginning } from "../list/beginning";
import { useFileSize } from "../thread/useFileSize";
import { AttachedFiles } from "./AttachedFiles";
import { type Attached, attach, refusalOf } from "./attachments";
import { mentionsOf } from "./mentions";
import { Suggestions } from "./Suggestions";
import { replaced, type Trigger } from "./trigger";
import { useSuggestions } from "./useSuggestions";
import { useTyping } from "./useTyping";

/** Whether the browser makes a field as high as what is in it: measuring costs a layout of the page. */
const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

/** Where one answers, or leaves a note for colleagues. */
export function Composer({ roomId }: { roomId: string }) {
  const t = useTranslations("composer");
  const live = useLive();
  const room = useRoom(roomId);
  const enterSends = usePreference("enterSends");
  const { replyTo } = useWorkbench();
  const [mode, setMode] = useState<Mode>("reply");
  const isNote = mode === "note";
  const [text, setText] = useState(() => live.drafts.get(roomId, false));
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useTyping(roomId, isNote);
  const isResolved = room?.status === "resolved";
  const cannotReply = isResolved && !isNote;
  const inFiles = useTranslations("files");
  const sizeOf = useFileSize();
  const [attached, setAttached] = useState<readonly Attached[]>(() => attach(live.drafts.files(roomId)));
  const [isDraggedOver, setIsDraggedOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);

  const switchTo = useCallback(
    (next: Mode) => {
      setMode(next);
      setText(live.drafts.get(roomId, next === "note"));
    },
    [live, roomId],
  );

  useEffect(() => {
    workbench.composer = {
      focus: (wanted) => {
        if (wanted) switchTo(wanted);
        field.current?.focus();
      },
    };
    const unlisten = live.store.topics.listen(`draft:${roomId}`, () => setText(live.drafts.get(roomId, isNote)));
    return () => {
      workbench.composer = null;
      unlisten();
    };
  }, [live, roomId, isNote, switchTo]);

  useEffect(() => () => workbench.set({ replyTo: null }), []);

  useEffect(() => {
    const { awaited } = workbench.get();
    if (!awaited) return;
    workbench.set({ awaited: null });
    workbench.composer?.focus(awaited);
  }, []);

  // As high as what is in it, up to a measure.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes it higher
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || GROWS_BY_ITSELF) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
  }, [text, isNote]);

  const write = (next: string): void => {
    setText(next);
    live.drafts.put(roomId, isNote, next);
    typed(next.length > 0);
  };

  const keepAttached = (next: readonly Attached[]): void => {
    setAttached(next);
    live.drafts.putFiles(
      roomId,
      next.map(({ file }) => file),
    );
  };

  const insert = (trigger: Trigger, found: string): void => {
    const element = field.current;
    if (!element) return;
    const next = replaced(text, trigger, element.selectionStart, found);
    write(next.text);
    requestAnimationFrame(() => element.setSelectionRange(next.caret, next.caret));
  };
  const listId = useId();
  const { suggestions, active, look, pick, pressed: wasForSuggestions, close } = useSuggestions(roomId, isNote, insert);

  const add = (files: Iterable<File>): void => {
    if (cannotReply) return;
    const limits = live.me.files;
    const taken = [...files].filter((file) => {
      const refusal = refusalOf(file, limits);
      if (refusal) say(inFiles(refusal, { name: file.name, most: sizeOf(limits?.max_bytes ?? 0) }), { tone: "bad" });
      return refusal === null;
    });
    keepAttached([...attached, ...attach(taken)]);
    field.current?.focus();
  };

  const send = (): void => {
    const words = text.trim();
    if (!words && attached.length === 0) return;
    const seen = live.store.thread(roomId).messages.findLast(({ visibility }) => visibility === "public");
    const now = Date.now();
    // A message has one file at the most: the words go with the first.
    const files = attached.length > 0 ? attached.map(({ file }) => file) : [null];
    files.forEach((file, at) => {
      const said = at === 0 ? words : "";
      void live.outbox.add({
        local_id: randomId(),
        room_id: roomId,
        text: said,
        visibility: isNote ? "internal" : "public",
        file: file && { blob: file, name: file.name, size: file.size, id: null },
        mentions: isNote ? mentionsOf(said, live.store.users.values()) : [],
        reply_to: at === 0 ? replyTo : null,
        expected: seen?.id ?? null,
        at: now + at,
        state: "queued",
        reason: null,
        newer: null,
      });
    });
    keepAttached([]);
    write("");
    workbench.set({ replyTo: null });
  };

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (wasForSuggestions(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (replyTo) workbench.set({ replyTo: null });
      else event.currentTarget.blur();
    }
    const withMod = event.metaKey || event.ctrlKey;
    if (event.key === "Enter" && (withMod || (enterSends && !event.shiftKey && !event.altKey))) {
      event.preventDefault();
      send();
    }
  };

  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    setIsDraggedOver(false);
    add(event.dataTransfer.files);
  };
  const dragged = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setIsDraggedOver(true);
  };

  const quoted = replyTo ? live.store.thread(roomId).messages.find(({ id }) => id === replyTo) : undefined;

  return (
    <div className="shrink-0 border-line border-t px-3 pt-2 pb-[max(12px,env(safe-area-inset-bottom))] md:px-6">
      <div className="mx-auto max-w-3xl">
        {suggestions.length > 0 && (
          <Suggestions id={listId} label={t("suggestions")} suggestions={suggestions} active={active} onPick={pick} />
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button does the same */}
        <div
          onDragOver={dragged}
          onDragLeave={() => setIsDraggedOver(false)}
          onDrop={dropped}
          className={classes(
            "relative rounded-xl border focus-within:border-accent-text focus-within:outline-1 focus-within:outline-accent-text",
            isNote ? "border-note-line bg-note text-note-ink" : "border-line-strong bg-surface",
          )}
        >
          <fieldset aria-label={t("mode")} className="flex gap-1 px-2 pt-1.5">
            <ModeButton isOn={!isNote} onClick={() => switchTo("reply")} label={t("reply")} />
            <ModeButton isOn={isNote} onClick={() => switchTo("note")} label={t("note")} isNote />
          </fieldset>
          {quoted && (
            <p className="mx-3 mt-1.5 flex items-center gap-1.5 border-accent-text border-s-2 ps-2 text-muted text-xs">
              <CornerUpLeft size={12} aria-hidden="true" />
              <span className="min-w-0 flex-1 truncate">{beginning(quoted)}</span>
              <IconButton label={t("noQuote")} className="size-6" onClick={() => workbench.set({ replyTo: null })}>
                <X size={13} aria-hidden="true" />
              </IconButton>
            </p>
          )}
          {isDraggedOver && (
            <p className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-xl border-2 border-accent-text border-dashed bg-raised font-medium text-ink text-sm">
              {inFiles("drop")}
            </p>
          )}
          <AttachedFiles
            files={attached}
            onRemove={({ key }) => keepAttached(attached.filter((each) => each.key !== key))}
          />
          <div className="flex items-end gap-1.5 p-2">
            <input
              ref={chooser}
              type="file"
              multiple
              tabIndex={-1}
              aria-hidden="true"
              className="hidden"
              onChange={({ target }) => {
                add(target.files ?? []);
                target.value = "";
              }}
            />
            <IconButton
              label={inFiles("attach")}
              disabled={cannotReply}
              className={classes("size-8", isNote && "text-note-ink")}
              onClick={() => chooser.current?.click()}
            >
              <Paperclip size={16} aria-hidden="true" />
            </IconButton>
            <textarea
              ref={field}
              rows={1}
              value={text}
              disabled={cannotReply}
              onChange={({ target }) => {
                write(target.value);
                look(target.value, target.selectionStart);
              }}
              onKeyDown={pressed}
              onPaste={(event) => {
                if (event.clipboardData.files.length === 0) return;
                event.preventDefault();
                add(event.clipboardData.files);
              }}
              onBlur={() => {
                typed(false);
                close();
              }}
              aria-autocomplete="list"
              aria-controls={suggestions.length > 0 ? listId : undefined}
              aria-activedescendant={suggestions.length > 0 ? `${listId}-${active}` : undefined}
              aria-label={isNote ? t("noteLabel") : t("replyLabel")}
              placeholder={cannotReply ? t("resolved") : isNote ? t("notePlaceholder") : t("replyPlaceholder")}
              dir="auto"
              className="scroller field-sizing-content max-h-60 min-h-6 flex-1 resize-none bg-transparent py-1 text-base outline-none disabled:opacity-70"
            />
            <IconButton
              label={isNote ? t("addNote") : t("send")}
              keys={enterSends ? "enter" : "mod+enter"}
              disabled={(!text.trim() && attached.length === 0) || cannotReply}
              onClick={send}
              className={
                isNote
                  ? "size-8 text-note-ink"
                  : "size-8 bg-accent text-accent-ink hover:bg-accent hover:text-accent-ink hover:brightness-110"
              }
            >
              <SendHorizontal size={16} aria-hidden="true" className="rtl:-scale-x-100" />
            </IconButton>
          </div>
        </div>
      </div>
    </div>
  );
}

function ModeButton({
  isOn,
  isNote = false,
  label,
  onClick,
}: {
  isOn: boolean;
  isNote?: boolean;
  label: string;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onClick}
      className={classes(
        "flex h-6 items-center gap-1 rounded px-2 text-xs",
        isOn ? "bg-hover font-semibold" : "hover:bg-hover",
      )}
    >
      {isNote && <Lock size={11} aria-hidden="true" />}
      {label}
    </button>
  );
}
