import { computed, signal } from '@preact/signals';
import type { Identity, ToPage } from '../../shared/protocol';
import type { Widget } from '../../shared/widget';
import { ask } from '../api/http';
import { Problem } from '../api/problem';
import type { Message } from '../api/types';
import type { Bridge } from '../bridge';
import { Language } from '../i18n/language';
import { Conversation } from './conversation';
import { type Details, Sessions } from './session';
import { chime } from './sound';
import { type Kept, Store } from './store';
import { download, transcript } from './transcript';

/** Milliseconds until the widget's settings are asked for again, if they could not be had. */
const AGAIN = 3_000;
/** For so many milliseconds the office hours hold. */
const FRESH = 60_000;

/** What the page shows. */
export type View = 'loading' | 'unreachable' | 'missing' | 'identity' | 'form' | 'conversation';

/** The widget's page: its settings, the visitor and his conversation. */
export class App {
  readonly widget = signal<Widget | undefined>(undefined);
  readonly isMuted = signal(false);
  /** Whether the visitor sees the page: out of a frame he always does. */
  readonly isOpen = signal(false);
  /** Whether it covers the whole page around it. */
  readonly isModal = signal(false);
  readonly conversation: Conversation;
  readonly language = computed(() => {
    const locale = this.widget.value?.locale;
    return new Language(locale ? [locale, ...navigator.languages] : navigator.languages);
  });

  readonly #channel: string;
  readonly #store: Store;
  readonly #sessions: Sessions;
  readonly #bridge: Bridge;
  readonly #fault = signal<'missing' | 'unreachable' | undefined>(undefined);
  readonly #isIdentified = signal(false);
  /** Whether the visitor has said what is asked of him, or need not. */
  readonly #hasBegun = signal(false);
  #askedAt = 0;

  readonly view = computed<View>(() => {
    const widget = this.widget.value;
    if (widget === undefined) return this.#fault.value ?? 'loading';
    if (widget.identity_required && !this.#isIdentified.value) return 'identity';
    const { room, isLoading, outbox } = this.conversation;
    if (isLoading.value) return 'loading';
    if (room.value !== undefined || outbox.queued.value.length > 0 || this.#hasBegun.value) return 'conversation';
    return this.#isFormNeeded(widget) ? 'form' : 'conversation';
  });

  constructor(channel: string, bridge: Bridge, storage: Kept) {
    this.#channel = channel;
    this.#store = new Store(channel, storage);
    this.#sessions = new Sessions(this.#store, channel);
    this.#bridge = bridge;
    bridge.hear = (message) => this.#hear(message);
    this.isMuted.value = this.#store.get<boolean>('muted') ?? false;
    this.isOpen.value = !this.#bridge.isFramed;
    this.#isIdentified.value = this.#sessions.present?.identity !== undefined;
    this.conversation = new Conversation(channel, this.#store, this.#sessions, {
      message: (message) => this.#said(message),
      known: (known) => this.#bridge.say({ type: 'known', known }),
    });
    this.conversation.unread.subscribe((count) => this.#bridge.say({ type: 'unread', count }));
  }

  /** What the visitor has begun to write. */
  get draft(): string {
    return this.#store.get<string>('draft') ?? '';
  }

  set draft(text: string) {
    this.#store.set('draft', text);
  }

  /** Whether it is in a frame, and so can be closed. */
  get isFramed(): boolean {
    return this.#bridge.isFramed;
  }

  /** Whether he is known to the server: he need not say again who he is. */
  get isKnown(): boolean {
    return this.#sessions.present !== undefined;
  }

  async begin(): Promise<void> {
    this.#bridge.say({ type: 'ready' });
    const resumed = this.conversation.resume();
    await this.#readWidget();
    await resumed;
  }

  close(): void {
    this.#bridge.say({ type: 'close' });
  }

  toggleSound(): void {
    this.isMuted.value = !this.isMuted.value;
    this.#store.set('muted', this.isMuted.value);
  }

  /** Says something. A channel with one team has nothing to choose: it is for that one. */
  say(text: string): void {
    const teams = this.widget.value?.teams ?? [];
    this.conversation.say(text, teams.length === 1 ? teams[0]?.id : undefined);
  }

  /** Sends files. */
  send(files: FileList | null | undefined): void {
    const teams = this.widget.value?.teams ?? [];
    this.conversation.send([...(files ?? [])], teams.length === 1 ? teams[0]?.id : undefined);
  }

  /** Begins the conversation with what the form asked for. */
  start(details: Details, team: string | undefined, text: string): void {
    if (!this.isKnown) this.#sessions.details = details;
    this.conversation.say(text, team);
    this.#hasBegun.value = true;
  }

  /** Begins a conversation anew, after one that has ended. */
  startAnew(): void {
    this.#hasBegun.value = false;
    this.conversation.leave();
    void this.#readWidget();
  }

  async rate(value: number, comment: string): Promise<void> {
    await this.conversation.rate(value, comment);
    this.#bridge.say({ type: 'rated', value });
  }

  async downloadTranscript(): Promise<void> {
    const language = this.language.value;
    const messages = await this.conversation.everything();
    const title = this.widget.value?.title ?? '';
    const text = transcript(
      title,
      messages,
      (author) => this.nameOf(author),
      (at) => language.moment(at),
    );
    download(`${title.replace(/[^\p{L}\p{N}]+/gu, '-') || 'chat'}.txt`, text);
  }

  /** What to call whoever said something. */
  nameOf(author: Message['author']): string {
    const language = this.language.value;
    if (author.type === 'contact') return language.text('you');
    const name = author.id === undefined ? undefined : this.conversation.names.value.get(author.id);
    return name || this.widget.value?.title || language.text('support');
  }

  #isFormNeeded(widget: Widget): boolean {
    if (!widget.open || widget.teams.length > 1) return true;
    return !this.isKnown && Object.values(widget.pre_chat).some((ask) => ask !== 'no');
  }

  async #readWidget(): Promise<void> {
    for (;;) {
      try {
        this.widget.value = await ask<Widget>(`/channels/${this.#channel}/widget`);
        this.#askedAt = performance.now();
        return;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        this.#fault.value = problem.passes ? 'unreachable' : 'missing';
        if (!problem.passes) return;
        await new Promise((resolve) => setTimeout(resolve, problem.wait ?? AGAIN));
      }
    }
  }

  #hear(message: ToPage): void {
    switch (message.type) {
      case 'opened':
        this.isModal.value = message.modal;
        this.isOpen.value = true;
        if (this.widget.value !== undefined && performance.now() - this.#askedAt > FRESH) void this.#readWidget();
        return;
      case 'closed':
        this.isOpen.value = false;
        return;
      case 'fields':
        return void this.#sessions.setFields(message.fields);
      case 'identify':
        return void this.#identify(message.identity);
      case 'shutdown':
        return void this.#shutDown();
      case 'kept':
      case 'preview':
    }
  }

  async #identify(identity: Identity): Promise<void> {
    const { id, signature: _, ...details } = identity;
    if (this.#sessions.present?.identity === id) return this.#sessions.setFields(details);
    try {
      const wasKnown = this.isKnown;
      await this.#sessions.identify(identity);
      this.conversation.leave();
      // What somebody else wrote here is not said in this one's name.
      if (wasKnown) this.conversation.outbox.clear();
      this.#isIdentified.value = true;
      await this.conversation.resume();
    } catch (problem) {
      console.warn('Switchroom.identify:', problem instanceof Problem ? problem.message : problem);
    }
  }

  async #shutDown(): Promise<void> {
    this.conversation.leave();
    this.conversation.outbox.clear();
    await this.#sessions.forget();
    this.#store.clear();
    this.#bridge.say({ type: 'gone' });
  }

  #said({ id, author, text = '' }: Message): void {
    const isOwn = author.type === 'contact';
    this.#bridge.say({ type: 'message', message: { id, text, from: isOwn ? 'visitor' : 'team' } });
    const isSeen = this.isOpen.value && document.visibilityState === 'visible' && document.hasFocus();
    if (!isOwn && author.type !== 'system' && !isSeen && !this.isMuted.value) void chime();
  }
}
