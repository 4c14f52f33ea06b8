import type { Actor, Contact, Room } from "@/api/types";
import type { Store } from "@/live/store";

/** A handle that the server made up for a visitor: nothing that one calls somebody. */
const MADE_UP = /^[\w-]{22}$/;

/** What to call a contact; undefined: nothing is known. */
export function contactName(contact: Contact | undefined): string | undefined {
  if (!contact) return undefined;
  return (
    contact.name ||
    contact.email ||
    contact.phone ||
    contact.identities.find(({ handle }) => !MADE_UP.test(handle))?.handle
  );
}

/** What to call a room in lists. */
export function roomName(room: Room, contact: Contact | undefined, otherwise: string): string {
  return room.name || contactName(contact) || otherwise;
}

/** What to call whoever did something; undefined: the system, or somebody unknown. */
export function actorName(actor: Actor, store: Store): string | undefined {
  if (!actor.id) return undefined;
  if (actor.type === "contact") return contactName(store.contacts.get(actor.id));
  return store.users.get(actor.id)?.name;
}
