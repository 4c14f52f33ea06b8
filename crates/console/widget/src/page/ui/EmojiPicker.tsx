import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './context';
import { EMOJI } from './emoji';

/** Emoji in a row. */
const COLUMNS = 8;

/** A small list of emoji. The arrows walk in it. */
export function EmojiPicker({ pick, close }: { pick: (emoji: string) => void; close: () => void }) {
  const language = useApp().language.value;
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    box.current?.querySelector('button')?.focus();
    const away = (event: Event) => {
      const target = event.target as Element;
      if (!box.current?.contains(target) && target.closest('.emoji-button') === null) close();
    };
    addEventListener('pointerdown', away);
    return () => removeEventListener('pointerdown', away);
  }, [close]);
  const keys = (event: KeyboardEvent) => {
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const forward = getComputedStyle(document.documentElement).direction === 'rtl' ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (step !== undefined) buttons[at + step]?.focus();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset ref={box} class="emoji-picker" aria-label={language.text('emoji')} onKeyDown={keys}>
      {EMOJI.map((emoji, at) => (
        <button key={emoji} type="button" tabIndex={at === 0 ? 0 : -1} onClick={() => pick(emoji)}>
          {emoji}
        </button>
      ))}
    </fieldset>
  );
}
