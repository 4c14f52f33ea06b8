import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './context';
import { EmojiPicker } from './EmojiPicker';
import { Clip, SendArrow, Smile } from './icons';
import { useDrop } from './useFiles';

/** Where the visitor writes. Enter sends, Shift and Enter begin a new line. */
export function Composer() {
  const app = useApp();
  const language = app.language.value;
  const [text, setText] = useState(app.draft);
  const [isPicking, setPicking] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const isDropping = useDrop();
  const isBlank = text.trim() === '';

  useEffect(() => {
    if (app.isOpen.value) area.current?.focus();
  }, [app.isOpen.value]);

  const write = (value: string) => {
    setText(value);
    app.draft = value;
    if (value.trim() !== '') app.conversation.types();
  };
  const send = () => {
    if (isBlank) return;
    app.say(text.trim());
    setText('');
    app.draft = '';
    area.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const choose = (input: HTMLInputElement) => {
    app.send(input.files);
    // The same file can be chosen again.
    input.value = '';
    area.current?.focus();
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData === null || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    app.send(event.clipboardData.files);
  };
  const insert = (emoji: string) => {
    const element = area.current;
    const [from, to] = [element?.selectionStart ?? text.length, element?.selectionEnd ?? text.length];
    write(text.slice(0, from) + emoji + text.slice(to));
    closePicker();
    // After the text is drawn: else the place would be lost.
    requestAnimationFrame(() => element?.setSelectionRange(from + emoji.length, from + emoji.length));
  };
  const closePicker = useCallback(() => {
    setPicking(false);
    area.current?.focus();
  }, []);

  return (
    <div class="composer">
      {isDropping && (
        <p class="drop" role="status">
          {language.text('dropFiles')}
        </p>
      )}
      {isPicking && <EmojiPicker pick={insert} close={closePicker} />}
      <div class="composer-box">
        <div class="grow" data-text={`${text}\n`}>
          <textarea
            ref={area}
            rows={1}
            value={text}
            maxLength={10_000}
            aria-label={language.text('messageHint')}
            placeholder={language.text('messageHint')}
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={keys}
            onPaste={paste}
          />
        </div>
        <input ref={chooser} type="file" multiple hidden onChange={(event) => choose(event.currentTarget)} />
        <button
          type="button"
          class="tool"
          aria-label={language.text('attach')}
          onClick={() => chooser.current?.click()}
        >
          <Clip />
        </button>
        <button
          type="button"
          class="tool emoji-button"
          aria-label={language.text('emoji')}
          aria-expanded={isPicking}
          onClick={() => (isPicking ? closePicker() : setPicking(true))}
        >
          <Smile />
        </button>
        <button type="button" class="send" aria-label={language.text('send')} disabled={isBlank} onClick={send}>
          <SendArrow />
        </button>
      </div>
    </div>
  );
}
