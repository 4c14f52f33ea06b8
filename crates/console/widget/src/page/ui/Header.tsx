import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './Avatar';
import { useApp } from './context';
import { Bell, BellOff, ChevronDown, Dots, Download, Pencil } from './icons';

/** Whom the visitor talks with, whether somebody is there, and what else he can do. */
export function Header() {
  const app = useApp();
  const { conversation } = app;
  const language = app.language.value;
  const widget = app.widget.value;
  const [agent] = conversation.room.value?.assignees ?? [];
  const name = agent === undefined ? undefined : conversation.names.value.get(agent);
  const title = widget?.title ?? '';
  return (
    <header class="header">
      <Avatar name={name || title || '?'} />
      <div class="who">
        <h1>{name || title}</h1>
        {widget !== undefined && (
          <p class={widget.open ? 'status open' : 'status'}>{language.text(widget.open ? 'online' : 'away')}</p>
        )}
      </div>
      <Menu />
      {app.isFramed && (
        <button type="button" class="tool" aria-label={language.text('close')} onClick={() => app.close()}>
          <ChevronDown />
        </button>
      )}
    </header>
  );
}

function Menu() {
  const app = useApp();
  const language = app.language.value;
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    menu.current?.querySelector('button')?.focus();
    const away = (event: Event) => {
      const target = event.target as Node;
      if (!menu.current?.contains(target) && !button.current?.contains(target)) setOpen(false);
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  }, [isOpen]);
  const act = (action: () => unknown) => () => {
    setOpen(false);
    button.current?.focus();
    action();
  };
  const keys = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) items.at((at + step) % items.length)?.focus();
    else if (event.key === 'Escape') act(() => undefined)();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hasRoom = app.conversation.room.value !== undefined;
  return (
    <div class="menu-holder">
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={language.text('menu')}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Dots />
      </button>
      {isOpen && (
        <div ref={menu} class="menu" role="menu" tabIndex={-1} onKeyDown={keys}>
          <button type="button" role="menuitem" onClick={act(() => app.toggleSound())}>
            {app.isMuted.value ? <Bell /> : <BellOff />}
            {language.text(app.isMuted.value ? 'unmute' : 'mute')}
          </button>
          {hasRoom && (
            <button type="button" role="menuitem" onClick={act(() => app.downloadTranscript())}>
              <Download />
              {language.text('transcript')}
            </button>
          )}
          {hasRoom && app.conversation.isEnded.value && (
            <button type="button" role="menuitem" onClick={act(() => app.startAnew())}>
              <Pencil />
              {language.text('newConversation')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
