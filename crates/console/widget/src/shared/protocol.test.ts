import { expect, test } from 'vitest';
import { unwrap, wrap } from './protocol';

test('only our messages are taken for ours', () => {
  expect(unwrap(wrap({ type: 'close' }))).toEqual({ type: 'close' });
  for (const other of [
    null,
    undefined,
    'close',
    1,
    {},
    { type: 'close' },
    { switchroom: null },
    { switchroom: { type: 1 } },
  ]) {
    expect(unwrap(other)).toBeUndefined();
  }
});
