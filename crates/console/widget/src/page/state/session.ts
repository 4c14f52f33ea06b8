import type { Fields, Identity } from '../../shared/protocol';
import { ask } from '../api/http';
import { Problem } from '../api/problem';
import type { Store } from './store';

/** Who the visitor is to the server. */
export interface Session {
  token: string;
  contact: string;
  /** The id that the site vouches for; absent: nobody does. */
  identity?: string;
}

/** What the visitor said of himself before he wrote. */
export interface Details {
  name?: string;
  email?: string;
  phone?: string;
}

interface Registered {
  contact: { id: string };
  token: string;
}

/** Fields of the contact itself; all others are custom ones. */
const OWN = ['name', 'email', 'phone'];

/** The visitor's token: got when it is first needed, and kept. */
export class Sessions {
  readonly #store: Store;
  readonly #channel: string;
  /** Who he is while he is being registered, so that he is registered once. */
  #getting: Promise<Session> | undefined;
  #fields: Fields = {};

  constructor(store: Store, channel: string) {
    this.#store = store;
    this.#channel = channel;
  }

  get present(): Session | undefined {
    return this.#store.get<Session>('session');
  }

  get details(): Details {
    return this.#store.get<Details>('details') ?? {};
  }

  set details(details: Details) {
    this.#store.set('details', details);
  }

  /** The session; the visitor is registered if he is not yet. */
  async ensure(): Promise<Session> {
    const present = this.present;
    if (this.#getting === undefined && present !== undefined) return present;
    this.#getting ??= this.#register(this.details);
    return this.#getting;
  }

  /** The session of a visitor whom the site vouches for. */
  async identify({ id, signature, ...details }: Identity): Promise<Session> {
    this.#getting = this.#register({ ...details, identity: { id, signature } }, id);
    return this.#getting;
  }

  /** Sets fields of the contact: now, or when there is one. */
  async setFields(fields: Fields): Promise<void> {
    this.#fields = { ...this.#fields, ...fields };
    const session = await this.#getting?.catch(() => undefined);
    const present = session ?? this.present;
    if (present !== undefined) await this.#keepFields(present);
  }

  /** Forgets who the visitor is. The token is good no longer, if the server can be reached. */
  async forget(): Promise<void> {
    const token = this.present?.token;
    this.drop();
    this.#store.remove('details');
    if (token !== undefined) await ask('/sessions/current', { method: 'DELETE', token }).catch(() => undefined);
  }

  /** Forgets a token that is good no longer. */
  drop(): void {
    this.#getting = undefined;
    this.#store.remove('session');
  }

  async #register(body: object, identity?: string): Promise<Session> {
    try {
      const { contact, token } = await ask<Registered>(`/channels/${this.#channel}/visitors`, { method: 'POST', body });
      const session: Session = { token, contact: contact.id, ...(identity === undefined ? {} : { identity }) };
      this.#store.set('session', session);
      void this.#keepFields(session);
      return session;
    } finally {
      this.#getting = undefined;
    }
  }

  async #keepFields({ token, contact }: Session): Promise<void> {
    const fields = this.#fields;
    this.#fields = {};
    if (Object.keys(fields).length === 0) return;
    const entries = Object.entries(fields);
    const own = Object.fromEntries(entries.filter(([key]) => OWN.includes(key)));
    const custom = Object.fromEntries(entries.filter(([key]) => !OWN.includes(key)));
    const body = { ...own, ...(Object.keys(custom).length > 0 ? { custom_fields: custom } : {}) };
    try {
      await ask(`/contacts/${contact}`, { method: 'PATCH', token, body });
    } catch (problem) {
      // Whoever wrote the site's script is to see it; the visitor can do nothing about it.
      console.warn('Switchroom.setFields:', problem instanceof Problem ? problem.message : problem);
    }
  }
}
