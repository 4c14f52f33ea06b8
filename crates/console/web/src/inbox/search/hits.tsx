import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { FoundOf, Kind } from "@/api/search";
import type { Contact, Room, SnippetPart } from "@/api/types";
import { useLive } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { Ago } from "../list/Ago";
import { actorName, contactName, roomName } from "../names";
import { Snippet } from "./Snippet";

/** Something that was found, as the panel shows it. */
export interface Hit {
  readonly id: string;
  readonly kind: Kind;
  /** Whose picture stands beside it. */
  readonly contactId: string;
  readonly name: string;
  /** What else is said of it in a few words. */
  readonly about: readonly string[];
  readonly at: string | undefined;
  readonly snippet: readonly SnippetPart[];
  readonly room: Room | undefined;
  readonly contact: Contact | undefined;
  readonly messageId: string | undefined;
}

/** Makes hits of what was found. */
export function useHits(): <K extends Kind>(kind: K, found: FoundOf[K]) => Hit {
  const t = useTranslations();
  const { store, userId } = useLive();
  return (kind, found) => {
    const room = "room" in found ? found.room : undefined;
    const message = "message" in found ? found.message : undefined;
    const contact = found.contact ?? undefined;
    const channel = room && store.channels.get(room.channel_id)?.name;
    const unnamed = t("list.somebody", { number: room?.number ?? "" });
    const author =
      message && message.author.type !== "contact"
        ? message.author.id === userId
          ? t("list.you")
          : `${actorName(message.author, store) ?? t("thread.system")}:`
        : "";
    return {
      id: message?.id ?? room?.id ?? contact?.id ?? "",
      kind,
      contactId: room?.contact_id ?? contact?.id ?? "",
      name: room ? roomName(room, contact, unnamed) : (contactName(contact) ?? t("context.unknown")),
      about: [
        message?.visibility === "internal" ? t("thread.note") : "",
        room && kind === "rooms" ? t(`roomStatus.${room.status}`) : "",
        room?.number ? `#${room.number}` : "",
        channel ?? "",
      ].filter(Boolean),
      at: message?.created_at ?? room?.last_activity_at,
      snippet: author ? [{ text: `${author} `, hit: false }, ...found.snippet] : found.snippet,
      room,
      contact,
      messageId: message?.id,
    };
  };
}

/** What is seen of a hit. */
export function HitLine({ hit }: { hit: Hit }): ReactNode {
  return (
    <>
      <Avatar id={hit.contactId} name={hit.name} size="sm" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-medium text-sm">{hit.name}</span>
          <span className="min-w-0 flex-1 truncate text-faint text-xs">{hit.about.join(" · ")}</span>
          {hit.at && <Ago at={hit.at} />}
        </span>
        {hit.snippet.length > 0 && (
          <span className="line-clamp-2 text-muted text-sm [overflow-wrap:anywhere]" dir="auto">
            <Snippet parts={hit.snippet} />
          </span>
        )}
      </span>
    </>
  );
}
