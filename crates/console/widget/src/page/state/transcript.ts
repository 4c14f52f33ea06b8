import type { Message } from '../api/types';
import { fileOf } from './files';

/** The conversation as a text to keep: one line a message. */
export function transcript(
  title: string,
  messages: readonly Message[],
  nameOf: (author: Message['author']) => string,
  timeOf: (at: string) => string,
): string {
  const lines = messages
    .filter(({ deleted_at }) => deleted_at === undefined)
    .map((message) => `[${timeOf(message.created_at)}] ${nameOf(message.author)}: ${said(message)}`);
  return `${title}\n\n${lines.join('\n')}\n`;
}

/** The words, and what the file is called. */
function said({ text, type, payload }: Message): string {
  const words = [fileOf(payload)?.name, text].filter((part) => part !== undefined && part !== '');
  return words.join(': ') || `(${type})`;
}

/** Hands the visitor a text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
