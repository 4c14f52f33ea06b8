import type { Message } from '../api/types';
import { fileOf, queuedFile, type ShownFile } from './files';
import type { Queued } from './outbox';

/** How far a message of the visitor's has come. */
export type State = 'queued' | 'stored' | 'read' | 'failed';

/** One bubble. */
export interface Entry {
  key: string;
  text: string;
  at: string;
  /** Who says it; none: the visitor. */
  author: Message['author'] | undefined;
  /** What kind of thing it is; `deleted`: nothing any more. */
  kind: string;
  /** The file that it has. */
  file: ShownFile | undefined;
  isEdited: boolean;
  /** How far it has come; none: it is not the visitor's. */
  state: State | undefined;
  /** Why it was refused. */
  failure: string | undefined;
  /** Bytes that a file may have: told of one that is too large. */
  most: number | undefined;
  /** Whether a day begins with it, and whether it begins or ends a run of the same author. */
  startsDay: boolean;
  startsRun: boolean;
  endsRun: boolean;
}

/** A pause that parts two runs of the same author, in milliseconds. */
const PAUSE = 5 * 60 * 1000;

/** The messages with others, newer revisions in place of older ones, in the order in which they were said. */
export function merge(known: readonly Message[], told: readonly Message[]): Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of told) {
    const held = byId.get(message.id);
    // Deleting is no revision.
    if (
      held === undefined ||
      message.revision > held.revision ||
      (message.revision === held.revision && held.deleted_at === undefined)
    ) {
      byId.set(message.id, message);
    }
  }
  return [...byId.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0));
}

/**
 * What the thread shows: what was stored, then what waits. `readAt` is how far somebody who answers has read, `preview` gives where a picture
 * can be seen that the server does not have yet.
 */
export function timeline(
  messages: readonly Message[],
  queued: readonly Queued[],
  readAt: string | undefined,
  preview: (local: string) => string | undefined = () => undefined,
): Entry[] {
  const stored = new Set(messages.map(({ local_id }) => local_id));
  const bare = [
    ...messages.map((message) => ofMessage(message, readAt)),
    ...queued
      .filter(({ local_id }) => !stored.has(local_id))
      .map((message) => ofQueued(message, preview(message.local_id))),
  ];
  return bare.map((entry, at) => {
    const [before, after] = [bare[at - 1], bare[at + 1]];
    const startsDay = before === undefined || dayOf(before.at) !== dayOf(entry.at);
    const startsRun = startsDay || !isSameRun(before, entry);
    const endsRun = after === undefined || dayOf(after.at) !== dayOf(entry.at) || !isSameRun(entry, after);
    return { ...entry, startsDay, startsRun, endsRun };
  });
}

/** The messages of others after the visitor's read mark. */
export function unread(messages: readonly Message[], readAt: string | undefined): number {
  const isNew = ({ author, created_at, deleted_at }: Message) =>
    (author.type === 'user' || author.type === 'bot') &&
    deleted_at === undefined &&
    (readAt === undefined || created_at > readAt);
  return messages.filter(isNew).length;
}

type Bare = Omit<Entry, 'startsDay' | 'startsRun' | 'endsRun'>;

function ofMessage(message: Message, readAt: string | undefined): Bare {
  const isOwn = message.author.type === 'contact';
  const isRead = readAt !== undefined && message.created_at <= readAt;
  return {
    // A message keeps its place in the page when it is stored.
    key: message.local_id ?? message.id,
    text: message.text ?? '',
    at: message.created_at,
    author: isOwn ? undefined : message.author,
    kind: message.deleted_at === undefined ? message.type : 'deleted',
    file: message.deleted_at === undefined ? fileOf(message.payload) : undefined,
    isEdited: message.edited_at !== undefined,
    state: isOwn ? (isRead ? 'read' : 'stored') : undefined,
    failure: undefined,
    most: undefined,
  };
}

function ofQueued({ local_id, text, at, file, failure, most }: Queued, preview: string | undefined): Bare {
  const state = failure === undefined ? 'queued' : 'failed';
  const shown = file === undefined ? undefined : queuedFile(file, preview);
  const kind = file === undefined ? 'text' : 'document';
  return { key: local_id, text, at, author: undefined, kind, file: shown, isEdited: false, state, failure, most };
}

function isSameRun(one: Bare, other: Bare): boolean {
  const isSame = one.author?.type === other.author?.type && one.author?.id === other.author?.id;
  return (
    isSame && one.kind !== 'system' && other.kind !== 'system' && Date.parse(other.at) - Date.parse(one.at) < PAUSE
  );
}

function dayOf(at: string): string {
  return new Date(at).toDateString();
}
