import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './Avatar';
import { Bubble } from './Bubble';
import { useApp } from './context';
import { ChevronDown } from './icons';

/** So near to the end counts as being there, in pixels. */
const NEAR = 60;

/** What was said. New messages move it only while the visitor looks at the end. */
export function Thread() {
  const app = useApp();
  const { conversation } = app;
  const language = app.language.value;
  const entries = conversation.entries.value;
  const typing = conversation.typing.value;
  const box = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const fromEnd = useRef(0);
  const isSeen = isAtEnd && app.isOpen.value;
  const first = entries[0]?.key;
  const lastOwn = entries.findLast(({ author, kind }) => author === undefined && kind !== 'system')?.key;

  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  // Earlier messages come in above: what he looks at stays where it is.
  useLayoutEffect(() => {
    const element = box.current;
    if (element !== null && !isAtEnd) element.scrollTop = element.scrollHeight - fromEnd.current;
  }, [first]);
  useLayoutEffect(() => {
    if (isAtEnd || entries.at(-1)?.state === 'queued') toEnd();
  }, [entries, typing, app.isOpen.value, conversation.isEnded.value]);
  useEffect(() => {
    const look = () => (conversation.isSeen = isSeen && document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [isSeen, conversation]);
  // The composer grows and the keyboard comes up: the end stays in sight.
  useEffect(() => {
    const element = box.current;
    if (element === null || !isAtEnd) return;
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    return () => observer.disconnect();
  }, [isAtEnd]);

  const scrolled = () => {
    const element = box.current;
    if (element === null) return;
    fromEnd.current = element.scrollHeight - element.scrollTop;
    setAtEnd(fromEnd.current - element.clientHeight < NEAR);
    if (element.scrollTop < NEAR) void conversation.readEarlier();
  };

  return (
    <div class="thread-holder">
      <div
        ref={box}
        class="thread"
        onScroll={scrolled}
        role="log"
        aria-label={language.text('conversation')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        {conversation.earlier.value === null ? (
          <Greeting />
        ) : (
          <button type="button" class="link earlier" onClick={() => void conversation.readEarlier()}>
            {language.text('earlier')}
          </button>
        )}
        {entries.map((entry) => (
          <div key={entry.key} class="entry">
            {entry.startsDay && <p class="day">{language.day(entry.at)}</p>}
            <Bubble entry={entry} isLast={entry.key === lastOwn} />
          </div>
        ))}
        {typing !== undefined && <Typing name={app.nameOf({ type: 'user', id: typing })} />}
      </div>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          <ChevronDown />
          {conversation.unread.value > 0
            ? language.count('unread', conversation.unread.value)
            : language.text('latest')}
        </button>
      )}
    </div>
  );
}

function Greeting() {
  const app = useApp();
  const widget = app.widget.value;
  if (widget === undefined) return null;
  return (
    <div class="bubble-row other starts ends">
      <Avatar name={widget.title} />
      <div class="bubble-stack">
        <div class="bubble">{widget.greeting || app.language.value.text('greeting')}</div>
      </div>
    </div>
  );
}

function Typing({ name }: { name: string }) {
  const language = useApp().language.value;
  return (
    <div class="bubble-row other starts ends">
      <Avatar name={name} />
      <div class="bubble typing">
        <span class="visually-hidden">{language.text('typing', { name })}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
