import type { ComponentChildren } from 'preact';

const LINK = /https?:\/\/[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** What ends a sentence does not belong to the address before it. */
const TAIL = /[.,;:!?)\]}'"]+$/;

/** A text, with its addresses as links. */
export function linkify(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TAIL, '');
    const href = address.includes('://') ? address : `mailto:${address}`;
    parts.push(
      text.slice(done, match.index),
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {address}
      </a>,
    );
    done = match.index + address.length;
  }
  parts.push(text.slice(done));
  return parts;
}
