import { useFormatter, useTranslations } from "use-intl";
import type { Contact, Room } from "@/api/types";
import { useLive } from "@/live/context";
import { Avatar } from "@/ui/Avatar";
import { EditableText } from "@/ui/EditableText";
import { useVerbs } from "../actions/useVerbs";
import { contactName } from "../names";
import { Line } from "./Section";

/** Who writes. */
export function ContactSection({ room, contact }: { room: Room; contact: Contact | undefined }) {
  const t = useTranslations("context");
  const format = useFormatter();
  const live = useLive();
  const verbs = useVerbs(room.id);
  const name = contactName(contact) ?? t("unknown");
  const handles = (contact?.identities ?? []).filter(
    ({ handle }) => handle !== contact?.email && handle !== contact?.phone,
  );
  return (
    <section aria-label={t("contact")} className="px-4 py-4">
      <div className="flex items-center gap-3 pb-2">
        <Avatar id={room.contact_id} name={name} size="lg" />
        <div className="min-w-0">
          <h2 className="truncate font-semibold text-base">{name}</h2>
          <p className="text-faint text-xs">
            {contact?.online
              ? t("online")
              : contact?.last_seen_at
                ? t("seen", { at: format.relativeTime(new Date(contact.last_seen_at)) })
                : t("contact")}
          </p>
        </div>
      </div>
      {contact && (
        <>
          <Line label={t("name")}>
            <EditableText
              label={t("name")}
              value={contact.name ?? ""}
              placeholder={t("add")}
              onSave={(value) => void verbs.editContact({ name: value || null })}
            />
          </Line>
          <Line label={t("email")}>
            <EditableText
              label={t("email")}
              type="email"
              value={contact.email ?? ""}
              placeholder={t("add")}
              onSave={(value) => void verbs.editContact({ email: value || null })}
            />
          </Line>
          <Line label={t("phone")}>
            <EditableText
              label={t("phone")}
              type="tel"
              value={contact.phone ?? ""}
              placeholder={t("add")}
              onSave={(value) => void verbs.editContact({ phone: value || null })}
            />
          </Line>
          {handles.map(({ channel_id, handle }) => (
            <Line key={`${channel_id}:${handle}`} label={live.store.channels.get(channel_id)?.name ?? t("channel")}>
              <p className="truncate px-1.5" title={handle}>
                {handle}
              </p>
            </Line>
          ))}
        </>
      )}
    </section>
  );
}
