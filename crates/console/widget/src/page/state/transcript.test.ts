import { expect, test } from 'vitest';
import type { Message } from '../api/types';
import { transcript } from './transcript';

test('a transcript has a line for each message that is still there', () => {
  const said = (text: string, more: Partial<Message> = {}): Message => ({
    id: text,
    room_id: 'r',
    author: { type: 'user', id: 'bob' },
    type: 'text',
    text,
    revision: 1,
    created_at: '12:00',
    ...more,
  });
  const messages = [
    said('hello', { author: { type: 'contact', id: 'ana' } }),
    said('gone', { deleted_at: '12:01' }),
    said('', { type: 'image' }),
  ];
  const text = transcript(
    'Acme',
    messages,
    ({ type }) => type,
    (at) => at,
  );
  expect(text).toBe('Acme\n\n[12:00] contact: hello\n[12:00] user: (image)\n');
});
