import { ArrowLeft, CheckCheck, Eye, Info, RotateCcw, UserRoundPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { preferences, usePreference } from "@/account/preferences";
import { workbench } from "@/commands/workbench";
import { useActivity, useContact, useLive, useRoom, useUsers } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { Button } from "@/ui/Button";
import { IconButton } from "@/ui/IconButton";
import { Skeleton } from "@/ui/Skeleton";
import { useVerbs } from "../actions/useVerbs";
import { ContextDrawer } from "../context/ContextDrawer";
import { roomName } from "../names";
import { PriorityMark } from "../PriorityMark";
import { closeRoom } from "../where";

/** Whose room it is, who else is here, and what is done most. */
export function Head({ roomId }: { roomId: string }) {
  const t = useTranslations("room");
  const list = useTranslations("list");
  const live = useLive();
  const room = useRoom(roomId);
  const contact = useContact(room?.contact_id ?? "");
  const users = useUsers();
  const activity = useActivity(roomId);
  const showsContext = usePreference("showsContext");
  const verbs = useVerbs(roomId);
  if (!room) {
    return (
      <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
        <Skeleton className="h-4 w-40" />
      </header>
    );
  }
  const assignee = room.assignees[0] ? users.get(room.assignees[0]) : undefined;
  const others = new Map(
    activity
      .filter(({ person }) => person.type === "user" && person.id !== live.userId)
      .map((each) => [each.person.id, each]),
  );
  const isResolved = room.status === "resolved";

  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b px-2 md:px-4">
      <IconButton label={t("back")} className="size-9 md:hidden" onClick={closeRoom}>
        <ArrowLeft size={18} aria-hidden="true" className="rtl:-scale-x-100" />
      </IconButton>
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <h1 className="truncate font-semibold text-base">
          {roomName(room, contact, list("somebody", { number: room.number ?? "" }))}
        </h1>
        <PriorityMark priority={room.priority} />
        {room.number !== undefined && (
          <span className="text-faint text-xs tabular-nums max-sm:hidden">#{room.number}</span>
        )}
        {others.size > 0 && (
          <ul aria-label={t("here")} className="flex items-center gap-1">
            {[...others.values()].slice(0, 4).map(({ person, kind }) => {
              const name = users.get(person.id)?.name ?? "?";
              const what = kind === "typing" ? t("isTyping", { name }) : t("isViewing", { name });
              return (
                <li key={person.id} title={what} className="flex items-center">
                  <Avatar id={person.id} name={name} size="sm" />
                  {kind === "viewing" && <Eye size={11} aria-hidden="true" className="text-faint" />}
                  <span className="sr-only">{what}</span>
                </li>
              );
            })}
          </ul>
        )}
      </div>
      {!isResolved && (
        <Button look="quiet" className="max-sm:hidden" onClick={() => workbench.show("assign")}>
          {assignee ? (
            <Avatar id={assignee.id} name={assignee.name} size="xs" />
          ) : (
            <UserRoundPlus size={15} aria-hidden="true" />
          )}
          <span className="max-w-32 truncate">{assignee ? assignee.name : t("assign")}</span>
        </Button>
      )}
      {isResolved ? (
        <Button onClick={() => void verbs.reopen()}>
          <RotateCcw size={15} aria-hidden="true" />
          {t("reopen")}
        </Button>
      ) : (
        <Button onClick={() => void verbs.resolve()}>
          <CheckCheck size={15} aria-hidden="true" />
          {t("resolve")}
        </Button>
      )}
      <IconButton
        label={showsContext ? t("hideContext") : t("showContext")}
        isOn={showsContext}
        className="max-lg:hidden"
        onClick={() => preferences.set({ showsContext: !showsContext })}
      >
        <Info size={16} aria-hidden="true" />
      </IconButton>
      <ContextDrawer roomId={roomId} className="lg:hidden" />
    </header>
  );
}
