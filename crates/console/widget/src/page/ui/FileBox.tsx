import { useState } from 'preact/hooks';
import type { ShownFile } from '../state/files';
import { useApp } from './context';
import { Clip } from './icons';

/** Pixels that a picture takes in the thread, at the most. */
const WIDEST = 240;
const HIGHEST = 280;

/** A file in a message: a picture is seen, anything else is fetched by its name. */
export function FileBox({ file, local }: { file: ShownFile; local: string }) {
  const [isBroken, setBroken] = useState(false);
  if (file.isPicture && file.url !== undefined && !isBroken) {
    return (
      <a class="picture" href={file.url} target="_blank" rel="noopener noreferrer">
        <img src={file.url} alt={file.name} {...sizeOf(file)} onError={() => setBroken(true)} />
        <Progress local={local} />
      </a>
    );
  }
  return (
    <>
      <Named file={file} />
      <Progress local={local} />
    </>
  );
}

function Named({ file: { name, size, url } }: { file: ShownFile }) {
  const language = useApp().language.value;
  const words = (
    <>
      <Clip />
      <span>
        {name}
        {size !== undefined && <small> {language.bytes(size)}</small>}
      </span>
    </>
  );
  if (url === undefined) return <span class="attachment">{words}</span>;
  return (
    <a class="attachment" href={url} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}

/** How much of a file is sent. */
function Progress({ local }: { local: string }) {
  const app = useApp();
  const part = app.conversation.progress.value.get(local);
  if (part === undefined) return null;
  return <progress class="progress" value={part} max={1} aria-label={app.language.value.text('queued')} />;
}

/** The room that a picture takes, before it is there: what is below does not move when it comes. */
function sizeOf({ width, height }: ShownFile): { width?: number; height?: number } {
  if (!width || !height) return {};
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
