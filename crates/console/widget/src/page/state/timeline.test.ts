import { expect, test } from 'vitest';
import type { Message } from '../api/types';
import { merge, timeline, unread } from './timeline';

const at = (minute: number) => `2026-01-01T12:${String(minute).padStart(2, '0')}:00.000000Z`;

function said(id: string, minute: number, more: Partial<Message> = {}): Message {
  const author = { type: 'user', id: 'bob' } as const;
  return { id, room_id: 'r', author, type: 'text', text: id, revision: 1, created_at: at(minute), ...more };
}

const own = { author: { type: 'contact', id: 'ana' } } as const;

test('what is told twice or late changes nothing', () => {
  const [a, b] = [said('a', 1), said('b', 2)];
  expect(merge([a], [b, a]).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(merge([b], [a]).map(({ id }) => id)).toEqual(['a', 'b']);
  const edited = said('a', 1, { text: 'new', revision: 2 });
  expect(merge([a], [edited])[0]?.text).toBe('new');
  expect(merge([edited], [a])[0]?.text).toBe('new');
});

test('what was deleted stays deleted', () => {
  const { text: _, ...rest } = said('a', 1, { deleted_at: at(3) });
  expect(merge([said('a', 1)], [rest])[0]?.deleted_at).toBe(at(3));
  expect(merge([rest], [said('a', 1)])[0]?.deleted_at).toBe(at(3));
});

test('a message that was stored is shown once, in the same place', () => {
  const queued = { local_id: 'l', text: 'hello', at: at(1) };
  expect(timeline([], [queued], undefined)).toMatchObject([{ key: 'l', state: 'queued' }]);
  expect(timeline([said('m', 1, { ...own, local_id: 'l' })], [queued], undefined)).toMatchObject([
    { key: 'l', state: 'stored' },
  ]);
});

test('states are those that were told', () => {
  const failed = { local_id: 'l', text: 'x', at: at(9), failure: 'blocked' };
  const entries = timeline([said('a', 1, own), said('b', 2, own), said('c', 3)], [failed], at(1));
  expect(entries.map(({ state }) => state)).toEqual(['read', 'stored', undefined, 'failed']);
});

test('messages of one author in a row are a run', () => {
  const entries = timeline([said('a', 1), said('b', 2), said('c', 3, own), said('d', 20, own)], [], undefined);
  expect(entries.map(({ startsRun, endsRun }) => [startsRun, endsRun])).toEqual([
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
  expect(entries.map(({ startsDay }) => startsDay)).toEqual([true, false, false, false]);
});

test('unread is what others said after the mark', () => {
  const messages = [said('a', 1), said('b', 2), said('c', 3, own), said('d', 4, { author: { type: 'system' } })];
  expect(unread(messages, undefined)).toBe(2);
  expect(unread(messages, at(1))).toBe(1);
  expect(unread(messages, at(2))).toBe(0);
});
