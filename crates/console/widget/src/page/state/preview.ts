import type { Preview } from '../../shared/protocol';
import type { Message, Room } from '../api/types';
import type { Bridge } from '../bridge';
import { App } from './app';
import { memory } from './store';

/** Said a minute apart, in milliseconds. */
const APART = 60_000;
const ROOM: Room = { id: 'preview', version: 0, status: 'open', assignees: [] };

/**
 * The page as it would be with other settings. It is told what to show, asks the server for nothing, sends nothing and keeps nothing: what
 * is written in it is only shown.
 */
export class PreviewApp extends App {
  readonly #bridge: Bridge;
  #shown: Preview | undefined;

  constructor(channel: string, bridge: Bridge) {
    super(channel, bridge, memory());
    this.#bridge = bridge;
    bridge.hear = (message) => {
      if (message.type === 'preview') this.#show(message.preview);
    };
    // Whatever is written comes by here on its way to the server.
    this.conversation.outbox.add = ({ text }) => this.#say(text);
  }

  /** It never says that it is open: an open widget takes the focus from whoever fills in the form beside it. */
  override async begin(): Promise<void> {
    this.#bridge.say({ type: 'ready' });
  }

  #say(text: string): void {
    if (text === '') return;
    this.#play(ROOM.status, [...this.conversation.messages.value, message('visitor', text, new Date())]);
  }

  override start(_details: object, _team: string | undefined, text: string): void {
    this.conversation.say(text);
  }

  override startAnew(): void {
    this.conversation.leave();
  }

  override async rate(value: number): Promise<void> {
    this.conversation.room.value = { ...ROOM, status: 'resolved', rating: { value } };
  }

  #show(preview: Preview): void {
    const before = this.#shown;
    this.#shown = preview;
    // Somebody whom the site vouches for: the others see nothing but a line, if they must be vouched for.
    this.widget.value = { ...preview.widget, identity_required: false };
    const isSame = before?.scene === preview.scene && JSON.stringify(before.said) === JSON.stringify(preview.said);
    if (isSame) return;
    if (preview.scene === 'start') return this.conversation.leave();
    const end = Date.now();
    const said = preview.said.map(({ from, text }, at) =>
      message(from, text, new Date(end - (preview.said.length - at) * APART)),
    );
    this.#play(preview.scene === 'ended' ? 'resolved' : ROOM.status, said);
  }

  #play(status: string, messages: readonly Message[]): void {
    const { conversation } = this;
    conversation.room.value = { ...ROOM, status };
    conversation.isLive.value = true;
    conversation.messages.value = messages;
  }
}

function message(from: 'visitor' | 'team', text: string, at: Date): Message {
  return {
    id: crypto.randomUUID(),
    room_id: ROOM.id,
    author: { type: from === 'visitor' ? 'contact' : 'user' },
    type: 'text',
    text,
    revision: 1,
    created_at: at.toISOString(),
  };
}
