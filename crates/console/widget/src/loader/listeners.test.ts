import { expect, test, vi } from 'vitest';
import { type EventName, Listeners } from './listeners';

test('one listener who fails does not keep the others from hearing', () => {
  const failed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const heard: unknown[] = [];
  const listeners = new Listeners();
  listeners.on('unread', () => {
    throw new Error('on purpose');
  });
  const listener = (detail: unknown) => heard.push(detail);
  listeners.on('unread', listener);
  listeners.tell('unread', 1);
  listeners.off('unread', listener);
  listeners.tell('unread', 2);
  expect(heard).toEqual([1]);
  expect(failed).toHaveBeenCalledTimes(2);
});

test('an event that there is not is warned of', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  new Listeners().on('explode' as EventName, () => undefined);
  expect(warned).toHaveBeenCalledOnce();
});
