/** What the loader on a site's page and the page in its frame say to each other, by `postMessage`. */

import type { Widget } from './widget';

/** Who a visitor is: by the word of the site's server, which signed the id, and what he says of himself. */
export interface Identity {
  id: string;
  signature: string;
  name?: string;
  email?: string;
  phone?: string;
}

/** Values of the contact's fields by key; `name`, `email` and `phone` are the contact's own. */
export type Fields = Record<string, string | null>;

/** From the loader to the page. */
export type ToPage =
  | { type: 'identify'; identity: Identity }
  | { type: 'fields'; fields: Fields }
  | { type: 'opened'; modal: boolean }
  | { type: 'closed' }
  | { type: 'shutdown' }
  | { type: 'kept'; entries: [string, string][] }
  | { type: 'preview'; preview: Preview };

/** What a preview is to show. Only our own pages show previews. */
export interface Preview {
  widget: Widget;
  /** What a visitor comes to first; a conversation; one that has ended. */
  scene: 'start' | 'talk' | 'ended';
  /** What was said in that conversation, oldest first. */
  said: readonly { from: 'visitor' | 'team'; text: string }[];
}

/** A message, as sites are told of it. */
export interface ToldMessage {
  id: string;
  text: string;
  from: 'visitor' | 'team';
}

/** From the page to the loader. */
export type ToLoader =
  | { type: 'ready' }
  | { type: 'restore' }
  | { type: 'keep'; key: string; value: string | null }
  | { type: 'close' }
  | { type: 'message'; message: ToldMessage }
  | { type: 'unread'; count: number }
  | { type: 'rated'; value: number }
  | { type: 'known'; known: boolean }
  | { type: 'gone' };

/** Marks our messages among those of others on the page. */
const MARK = 'switchroom';

/** A message with our mark, to be posted. */
export function wrap<T>(message: T): { [MARK]: T } {
  return { [MARK]: message };
}

/** Our message in what was posted, if it is one. */
export function unwrap<T extends { type: string }>(data: unknown): T | undefined {
  const message = (data as { [MARK]?: T } | null)?.[MARK];
  return typeof message?.type === 'string' ? message : undefined;
}
