import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { Outbox, type Queued } from './outbox';
import { memory, Store } from './store';

const message = (local_id: string): Queued => ({ local_id, text: local_id, at: local_id });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('messages are sent in order, one at a time, and forgotten when stored', async () => {
  const sent: string[] = [];
  const outbox = new Outbox(new Store('c', memory()), async ({ text }) => void sent.push(text));
  for (const name of ['1', '2', '3']) outbox.add(message(name));
  await vi.runAllTimersAsync();
  expect(sent).toEqual(['1', '2', '3']);
  expect(outbox.queued.value).toEqual([]);
});

test('what cannot be sent now waits, in order, and is sent later with the same id', async () => {
  let isReachable = false;
  const sent: string[] = [];
  const outbox = new Outbox(new Store('c', memory()), async ({ local_id }) => {
    if (!isReachable) throw new Problem(0);
    sent.push(local_id);
  });
  outbox.add(message('1'));
  outbox.add(message('2'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(outbox.queued.value.map(({ failure }) => failure)).toEqual([undefined, undefined]);
  isReachable = true;
  await vi.runAllTimersAsync();
  expect(sent).toEqual(['1', '2']);
});

test('what is refused says why, holds nobody up, and can be sent again', async () => {
  let isBlocked = true;
  const outbox = new Outbox(new Store('c', memory()), async ({ local_id }) => {
    if (isBlocked && local_id === '1') throw new Problem(403, { code: 'blocked' });
  });
  outbox.add(message('1'));
  outbox.add(message('2'));
  await vi.runAllTimersAsync();
  expect(outbox.queued.value).toEqual([{ ...message('1'), failure: 'blocked' }]);
  isBlocked = false;
  outbox.retry('1');
  await vi.runAllTimersAsync();
  expect(outbox.queued.value).toEqual([]);
});

test('the queue outlasts a reload, and another page of the visitor', async () => {
  const storage = memory();
  const never = () => new Promise<void>(() => {});
  const first = new Outbox(new Store('c', storage), never);
  const second = new Outbox(new Store('c', storage), never);
  first.add(message('1'));
  second.add(message('2'));
  const reloaded = new Outbox(new Store('c', storage), never);
  expect(reloaded.queued.value.map(({ local_id }) => local_id)).toEqual(['1', '2']);
  expect(new Outbox(new Store('other', storage), never).queued.value).toEqual([]);
});

test('a full server says when to come again', async () => {
  let tries = 0;
  const outbox = new Outbox(new Store('c', memory()), async () => {
    tries += 1;
    if (tries === 1) throw new Problem(429, {}, 7000);
  });
  outbox.add(message('1'));
  await vi.advanceTimersByTimeAsync(6900);
  expect(tries).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(tries).toBe(2);
});

test('a file that the server has is not sent again after a reload, and one that is too large says how large it may be', async () => {
  const storage = memory();
  const file = { name: 'a.png', size: 7, media_type: 'image/png' };
  const first = new Outbox(new Store('c', storage), async () => {
    first.uploaded('1', { ...file, id: 'f' });
    throw new Problem(0);
  });
  first.add({ ...message('1'), file });
  await vi.advanceTimersByTimeAsync(10);
  const sent: Queued[] = [];
  const reloaded = new Outbox(new Store('c', storage), async (queued) => void sent.push(queued));
  reloaded.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(sent).toEqual([{ ...message('1'), file: { ...file, id: 'f' } }]);

  const outbox = new Outbox(new Store('d', storage), async () => {
    throw new Problem(413, { code: 'file_too_large', max_bytes: 5 });
  });
  outbox.add({ ...message('2'), file });
  await vi.advanceTimersByTimeAsync(10);
  expect(outbox.queued.value).toEqual([{ ...message('2'), file, failure: 'file_too_large', most: 5 }]);
});
