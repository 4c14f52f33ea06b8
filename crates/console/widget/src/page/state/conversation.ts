import { computed, signal } from '@preact/signals';
import { ask } from '../api/http';
import { Problem } from '../api/problem';
import type { Event, FileLimits, Message, MessagePage, Participant, Room } from '../api/types';
import { upload } from '../api/upload';
import { LiveRoom } from '../live/socket';
import { ChosenFiles, LOST, type QueuedFile, uploadedFile } from './files';
import { Outbox, type Queued } from './outbox';
import type { Session, Sessions } from './session';
import type { Store } from './store';
import { merge, timeline, unread } from './timeline';

/** Messages read at a time. */
const PAGE = 40;
/** Whoever was not said to type for so long types no longer, in milliseconds. */
const TYPING = 10_000;
/** A visitor who types says so again after so many milliseconds. */
const SAY_TYPING = 4_000;
/** Milliseconds until reading is tried again. */
const AGAIN = 3_000;

/** What a conversation tells others of. */
export interface Told {
  /** Somebody said something. */
  message(message: Message): void;
  /** There is a conversation to come back to, or none any more. */
  known(known: boolean): void;
}

/** The visitor's conversation: what was said, what waits, who takes part. */
export class Conversation {
  readonly room = signal<Room | undefined>(undefined);
  readonly messages = signal<readonly Message[]>([]);
  /** Who types, of those who answer. */
  readonly typing = signal<string | undefined>(undefined);
  /** Whether what happens is told at once. */
  readonly isLive = signal(false);
  /** Whether there is a room whose messages are still being read. */
  readonly isLoading = signal(false);
  /** Where earlier messages are; null: there are none. */
  readonly earlier = signal<string | null>(null);
  /** How much of a file is sent, from 0 to 1, by the id of its message. */
  readonly progress = signal<ReadonlyMap<string, number>>(new Map());
  readonly outbox: Outbox;

  readonly #people = signal<readonly Participant[]>([]);
  readonly #readAt = signal<string | undefined>(undefined);
  readonly #channel: string;
  readonly #store: Store;
  readonly #sessions: Sessions;
  readonly #told: Told;
  #live: LiveRoom | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #saidTypingAt = 0;
  #isSeen = false;
  /** Counts the rooms that were taken up: what was read of another comes too late. */
  #generation = 0;
  readonly #files = new ChosenFiles();
  /** What may be uploaded; absent: it was not asked yet. */
  #limits: FileLimits | undefined;

  readonly isEnded = computed(() => this.room.value?.status === 'resolved');
  readonly unread = computed(() => unread(this.messages.value, this.#readAt.value));
  readonly entries = computed(() =>
    timeline(this.messages.value, this.outbox.queued.value, this.#teamReadAt.value, (local) =>
      this.#files.preview(local),
    ),
  );
  /** Names of those who answer, by their id. */
  readonly names = computed(
    () => new Map(this.#people.value.map(({ person, display_name }) => [person.id, display_name ?? ''])),
  );

  /** How far somebody who answers has read: whoever answered has read what was said before. */
  readonly #teamReadAt = computed(() => {
    const marks = this.#people.value
      .filter(({ person }) => person.type === 'user')
      .map(({ last_read_at }) => last_read_at);
    const answers = this.messages.value
      .filter(({ author }) => author.type === 'user')
      .map(({ created_at }) => created_at);
    return [...marks, ...answers]
      .filter((at) => at !== undefined)
      .sort()
      .at(-1);
  });

  constructor(channel: string, store: Store, sessions: Sessions, told: Told) {
    this.#channel = channel;
    this.#store = store;
    this.#sessions = sessions;
    this.#told = told;
    this.outbox = new Outbox(store, (message) => this.#send(message));
    addEventListener('online', () => this.outbox.wake());
  }

  /** Takes up the conversation that the visitor had. */
  async resume(): Promise<void> {
    const session = this.#sessions.present;
    if (session !== undefined) {
      const kept = this.#store.get<string>('room');
      if (kept === undefined) await this.#adoptOpenRoom(session);
      else await this.#load(session, kept);
    }
    this.outbox.wake();
  }

  /** Says something. A new conversation is for the team, if one was chosen. */
  say(text: string, team?: string): void {
    if (this.room.value === undefined && team !== undefined) this.#store.set('team', team);
    this.#saidTypingAt = 0;
    this.outbox.add({ local_id: crypto.randomUUID(), text, at: new Date().toISOString() });
  }

  /** Sends files, each in a message of its own. */
  send(files: readonly File[], team?: string): void {
    if (this.room.value === undefined && team !== undefined) this.#store.set('team', team);
    for (const file of files) {
      const local_id = crypto.randomUUID();
      this.outbox.add({ local_id, text: '', at: new Date().toISOString(), file: this.#files.add(local_id, file) });
    }
  }

  /** Gives up what was not sent. */
  discard(local: string): void {
    this.outbox.remove(local);
    this.#files.remove(local);
  }

  /** Says that the visitor types. */
  types(): void {
    const now = performance.now();
    if (this.#saidTypingAt !== 0 && now - this.#saidTypingAt < SAY_TYPING) return;
    this.#saidTypingAt = now;
    this.#live?.typing(true);
  }

  /** Whether the visitor sees the end of the conversation; then it is read. */
  set isSeen(seen: boolean) {
    this.#isSeen = seen;
    this.#markRead();
  }

  /** Reads earlier messages. */
  async readEarlier(): Promise<void> {
    const [room, session, before] = [this.room.value, this.#sessions.present, this.earlier.value];
    if (room === undefined || session === undefined || before === null) return;
    const page = await this.#page(session, room.id, before);
    if (this.room.value?.id !== room.id) return;
    this.messages.value = merge(this.messages.value, page.messages);
    this.earlier.value = page.next;
  }

  /** Everything that was said, oldest first. */
  async everything(): Promise<readonly Message[]> {
    while (this.earlier.value !== null) await this.readEarlier();
    return this.messages.value;
  }

  /** Says how the visitor was served: from 1 to 5, more is better. */
  async rate(value: number, comment: string): Promise<void> {
    const [room, session] = [this.room.value, this.#sessions.present];
    if (room === undefined || session === undefined) return;
    const body = { value, ...(comment.trim() === '' ? {} : { comment }) };
    this.room.value = await ask<Room>(`/rooms/${room.id}/rating`, { method: 'POST', token: session.token, body });
  }

  /** Leaves the conversation, so that the next message begins a new one. */
  leave(): void {
    this.#generation += 1;
    this.#live?.close();
    this.#live = undefined;
    clearTimeout(this.#typingTimer);
    this.#store.remove('room');
    this.#store.remove('team');
    this.room.value = undefined;
    this.messages.value = [];
    this.earlier.value = null;
    this.typing.value = undefined;
    this.isLive.value = false;
    this.isLoading.value = false;
    this.#people.value = [];
    this.#readAt.value = undefined;
    this.#told.known(false);
  }

  async #send(message: Queued, isSecondTry = false): Promise<void> {
    const session = await this.#sessions.ensure();
    try {
      // The file comes first: no conversation is begun for one that is refused.
      const file = message.file === undefined ? {} : { file_id: await this.#upload(session, message, message.file) };
      const room = this.room.value?.id ?? (await this.#open(session));
      const body = { text: message.text, local_id: message.local_id, ...file };
      const stored = await ask<Message>(`/rooms/${room}/messages`, { method: 'POST', token: session.token, body });
      if (this.room.value?.id === room) this.messages.value = merge(this.messages.value, [stored]);
      this.#files.remove(message.local_id);
    } catch (problem) {
      if (!(problem instanceof Problem) || isSecondTry) throw problem;
      const kept = this.outbox.queued.value.find(({ local_id }) => local_id === message.local_id) ?? message;
      if (problem.isSignedOut) {
        this.#signedOut();
        // The file is that of who is no longer known.
        await this.#send(this.#withoutUpload(kept), true);
        return;
      }
      if (problem.room !== undefined) await this.#load(session, problem.room);
      // What waited for more than a day is gone: it is sent again, if it is still at hand.
      else if (problem.status === 404 && kept.file?.id !== undefined)
        return this.#send(this.#withoutUpload(kept), true);
      else throw problem;
      await this.#send(kept, true);
    }
  }

  /** The id of a message's file, which is uploaded if the server does not have it yet. */
  async #upload(session: Session, { local_id }: Queued, { id }: QueuedFile): Promise<string> {
    if (id !== undefined) return id;
    const file = this.#files.get(local_id);
    if (file === undefined) throw new Problem(410, { code: LOST });
    this.#limits ??= (await ask<{ files: FileLimits }>('/me', { token: session.token })).files;
    // A server that refuses it while it is being sent may not be heard.
    const { max_bytes } = this.#limits;
    if (file.size > max_bytes) throw new Problem(413, { code: 'file_too_large', max_bytes });
    const tell = (part: number | undefined) => {
      const progress = new Map(this.progress.value);
      if (part === undefined) progress.delete(local_id);
      else progress.set(local_id, part);
      this.progress.value = progress;
    };
    try {
      tell(0);
      const uploaded = await upload(file, session.token, tell);
      this.outbox.uploaded(local_id, uploadedFile(uploaded));
      return uploaded.id;
    } finally {
      tell(undefined);
    }
  }

  /** The message, whose file the server does not have any more. */
  #withoutUpload(message: Queued): Queued {
    if (message.file === undefined) return message;
    const { id: _, ...file } = message.file;
    this.outbox.uploaded(message.local_id, file);
    return { ...message, file };
  }

  /** Opens a room, or finds the one that is open. */
  async #open(session: Session): Promise<string> {
    const team = this.#store.get<string>('team');
    const body = { channel_id: this.#channel, ...(team === undefined ? {} : { team_id: team }) };
    const room = await ask<Room>('/rooms', { method: 'POST', token: session.token, body }).catch((problem) => {
      if (!(problem instanceof Problem)) throw problem;
      // What could not be done now can be done next time: by a new visitor, or for no team in particular.
      if (problem.isSignedOut) this.#signedOut();
      else if (team !== undefined && problem.field === 'team_id') this.#store.remove('team');
      else throw problem;
      throw new Problem(0);
    });
    await this.#load(session, room.id);
    return room.id;
  }

  /** Takes up the open room of a visitor who came back on another machine. */
  async #adoptOpenRoom(session: Session): Promise<void> {
    const generation = this.#generation;
    const path = `/rooms?limit=1&channel_id=${this.#channel}`;
    const rooms = await this.#patiently(() => ask<{ rooms: Room[] }>(path, { token: session.token }), generation);
    const last = rooms?.rooms[0];
    if (last !== undefined && last.status !== 'resolved') await this.#load(session, last.id);
  }

  /** Takes up a room: what was said in it is read, and what is said from then on is told. */
  async #load(session: Session, id: string): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    const isOther = this.room.value?.id !== id;
    if (isOther) this.isLoading.value = true;
    // The room comes first: what happens after its version is told, whatever the pages held already.
    const read = async () => {
      const room = await ask<Room>(`/rooms/${id}`, { token: session.token });
      const [page, people] = await Promise.all([this.#page(session, id), this.#participants(session, id)]);
      return { room, page, people };
    };
    const found = await this.#patiently(read, generation);
    if (found === undefined || generation !== this.#generation) return;
    this.#store.set('room', id);
    this.#told.known(true);
    this.room.value = found.room;
    this.messages.value = isOther ? merge([], found.page.messages) : merge(this.messages.value, found.page.messages);
    this.earlier.value = found.page.next;
    this.#takePeople(session, found.people);
    this.isLoading.value = false;
    this.#listen(session, id, found.room.version);
    this.#markRead();
  }

  #listen(session: Session, room: string, after: number): void {
    this.#live?.close();
    this.#live = new LiveRoom(session.token, room, after, {
      connected: () => {
        this.isLive.value = true;
        this.#markRead();
        this.outbox.wake();
      },
      disconnected: () => {
        this.isLive.value = false;
        this.typing.value = undefined;
      },
      event: (event) => this.#happened(session, event),
      typing: (user, typing) => this.#types(user, typing),
      lost: () => void this.#load(session, room),
      refused: () => this.#signedOut(),
    });
  }

  #happened(session: Session, event: Event): void {
    const { room, message, participant } = event.data;
    const present = this.room.value;
    if (present === undefined || event.room_id !== present.id) return;
    if (room !== undefined && event.room_version > present.version) this.room.value = { ...present, ...room };
    if (room?.status === 'resolved') this.typing.value = undefined;
    if (message !== undefined) {
      this.messages.value = merge(this.messages.value, [message]);
      if (message.author.id === this.typing.value) this.typing.value = undefined;
      if (event.type === 'message.created') this.#told.message(message);
      this.#markRead();
    }
    const isNew =
      message?.author.type === 'user' && message.author.id !== undefined && !this.names.value.has(message.author.id);
    if (isNew || participant?.person.type === 'user') void this.#refreshPeople(session, present.id);
  }

  async #refreshPeople(session: Session, room: string): Promise<void> {
    const people = await this.#participants(session, room).catch(() => undefined);
    if (people !== undefined && this.room.value?.id === room) this.#takePeople(session, people);
  }

  #takePeople(session: Session, people: readonly Participant[]): void {
    this.#people.value = people;
    const own = people.find(({ person }) => person.type === 'contact' && person.id === session.contact)?.last_read_at;
    if (own !== undefined && (this.#readAt.value === undefined || own > this.#readAt.value)) this.#readAt.value = own;
  }

  #types(user: string, typing: boolean): void {
    clearTimeout(this.#typingTimer);
    this.typing.value = typing ? user : undefined;
    if (typing) this.#typingTimer = setTimeout(() => (this.typing.value = undefined), TYPING);
  }

  #markRead(): void {
    if (!this.#isSeen || this.unread.value === 0 || !this.isLive.value) return;
    this.#live?.read();
    this.#readAt.value = this.messages.value.at(-1)?.created_at;
  }

  /** The token is good no longer: the visitor is a new one from now on. What he wrote waits. */
  #signedOut(): void {
    this.#sessions.drop();
    this.leave();
  }

  async #page(session: Session, room: string, before?: string): Promise<MessagePage> {
    const query = before === undefined ? '' : `&before=${encodeURIComponent(before)}`;
    return ask<MessagePage>(`/rooms/${room}/messages?limit=${PAGE}${query}`, { token: session.token });
  }

  async #participants(session: Session, room: string): Promise<Participant[]> {
    const { participants } = await ask<{ participants: Participant[] }>(`/rooms/${room}/participants`, {
      token: session.token,
    });
    return participants;
  }

  /** Reads, and tries again as long as the server may still answer. None: there is nothing to read any more. */
  async #patiently<T>(read: () => Promise<T>, generation: number): Promise<T | undefined> {
    while (generation === this.#generation) {
      try {
        return await read();
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (!problem.passes) {
          if (problem.isSignedOut) this.#signedOut();
          else this.leave();
          return undefined;
        }
        await new Promise((resolve) => setTimeout(resolve, problem.wait ?? AGAIN));
      }
    }
    return undefined;
  }
}
