import type { Key } from '../i18n/en';
import { LOST } from '../state/files';
import type { Entry, State } from '../state/timeline';
import { Avatar } from './Avatar';
import { useApp } from './context';
import { FileBox } from './FileBox';
import { Alert, Check, Checks, Clip, Clock } from './icons';
import { linkify } from './linkify';

const MARKS = { queued: Clock, stored: Check, read: Checks, failed: Alert };
/** One to three emoji and nothing else are shown large. */
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|️|‍\p{Extended_Pictographic})*\s*){1,3}$/u;

/** One message. */
export function Bubble({ entry, isLast }: { entry: Entry; isLast: boolean }) {
  const app = useApp();
  const language = app.language.value;
  const { author, state, startsRun, endsRun, kind } = entry;
  if (kind === 'system') return <p class="system">{entry.text}</p>;
  const isOwn = author === undefined;
  const name = author === undefined ? language.text('you') : app.nameOf(author);
  const side = isOwn ? 'own' : 'other';
  return (
    <div class={`bubble-row ${side}${startsRun ? ' starts' : ''}${endsRun ? ' ends' : ''}`}>
      {!isOwn && (endsRun ? <Avatar name={name} /> : <span class="avatar-space" />)}
      <div class="bubble-stack">
        <span class="visually-hidden">{name}:</span>
        <div
          class={`bubble ${state ?? ''}${ONLY_EMOJI.test(entry.text) && kind === 'text' ? ' emoji-only' : ''}${entry.file?.isPicture ? ' has-picture' : ''}`}
        >
          <Content entry={entry} />
        </div>
        {(endsRun || state === 'failed') && (
          <p class="meta">
            {!isOwn && <span>{name} · </span>}
            <time dateTime={entry.at}>{language.time(entry.at)}</time>
            {entry.isEdited && <span> · {language.text('edited')}</span>}
            {state !== undefined && (isLast || state !== 'stored') && <Mark state={state} />}
          </p>
        )}
        {state === 'failed' && <Failed entry={entry} />}
      </div>
    </div>
  );
}

function Content({ entry: { key, kind, text, file } }: { entry: Entry }) {
  const language = useApp().language.value;
  if (kind === 'deleted') return <em class="deleted">{language.text('deleted')}</em>;
  if (kind === 'text') return <>{linkify(text)}</>;
  if (file !== undefined) {
    return (
      <>
        <FileBox file={file} local={key} />
        {text !== '' && <div class="caption">{linkify(text)}</div>}
      </>
    );
  }
  return (
    <>
      <span class="attachment">
        <Clip />
        {language.text('file')}
      </span>
      {linkify(text)}
    </>
  );
}

function Mark({ state }: { state: State }) {
  const language = useApp().language.value;
  const Icon = MARKS[state];
  return (
    <span class={`mark ${state}`}>
      {' · '}
      <Icon />
      <span>{language.text(state)}</span>
    </span>
  );
}

/** What the visitor is told of a refusal that he can do something about. */
const WHY: Record<string, Key> = {
  blocked: 'blocked',
  file_too_large: 'fileTooLarge',
  media_type_not_allowed: 'fileType',
  [LOST]: 'fileLost',
};
/** Refusals that stay the same however often it is tried. */
const FINAL = ['file_too_large', 'media_type_not_allowed', LOST];

function Failed({ entry: { key, failure = '', most } }: { entry: Entry }) {
  const { conversation, language } = useApp();
  const words = language.value;
  const why = WHY[failure];
  return (
    <div class="failed-actions" role="alert">
      {why !== undefined && (
        <span class="fault">{words.text(why, most === undefined ? {} : { size: words.bytes(most) })}</span>
      )}
      {!FINAL.includes(failure) && (
        <button type="button" class="link" onClick={() => conversation.outbox.retry(key)}>
          {words.text('retry')}
        </button>
      )}
      <button type="button" class="link" onClick={() => conversation.discard(key)}>
        {words.text('discard')}
      </button>
    </div>
  );
}
