import { useEffect, useRef } from 'preact/hooks';
import { Composer } from './Composer';
import { useApp } from './context';
import { Ended } from './Ended';
import { Form } from './Form';
import { Header } from './Header';
import { Thread } from './Thread';
import { useTrap } from './trap';

/** The whole page. */
export function Root() {
  const app = useApp();
  const page = useRef<HTMLDivElement>(null);
  useTrap(page, app.isModal.value && app.isOpen.value);
  useEffect(() => {
    const closeByKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && app.isFramed) app.close();
    };
    addEventListener('keydown', closeByKey);
    return () => removeEventListener('keydown', closeByKey);
  }, [app]);
  return (
    <div ref={page} class="page">
      <Header />
      <main class="main" aria-label={app.language.value.text('conversation')}>
        <View />
      </main>
    </div>
  );
}

function View() {
  const app = useApp();
  const language = app.language.value;
  const widget = app.widget.value;
  const view = app.view.value;
  if (view === 'loading') return <Skeleton />;
  if (widget === undefined || view === 'identity') {
    const words = { missing: 'missing', identity: 'identity' } as const;
    return (
      <p class="notice" role="status">
        {language.text(words[view as keyof typeof words] ?? 'unreachable')}
      </p>
    );
  }
  if (view === 'form') return <Form widget={widget} />;
  const { room, isLive, isEnded, outbox } = app.conversation;
  const isCutOff = room.value !== undefined ? !isLive.value : outbox.hasTried.value;
  return (
    <>
      {isCutOff && <Reconnecting />}
      <Thread />
      {isEnded.value && outbox.queued.value.length === 0 ? <Ended /> : <Composer />}
    </>
  );
}

/** Says that what happens is not told just now; not for a moment that nobody notices. */
function Reconnecting() {
  const language = useApp().language.value;
  return (
    <p class="banner" role="status">
      {language.text('reconnecting')}
    </p>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <i />
      <i class="own" />
      <i />
    </div>
  );
}
