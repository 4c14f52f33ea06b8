import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChosenFiles, fileOf, queuedFile } from './files';

beforeEach(() => vi.stubGlobal('location', new URL('https://chat.example/widget/?channel=c')));
afterEach(() => void vi.unstubAllGlobals());

test('a file of this server is fetched from here, whatever name of the server it was posted by', () => {
  const payload = { file_id: '1', name: 'a b.png', media_type: 'image/png', size: 7, width: 3, height: 2 };
  const url = '/files/1/1-key/a%20b.png';
  const shown = { name: 'a b.png', size: 7, url, isPicture: true, width: 3, height: 2 };
  expect(fileOf({ ...payload, url: `http://other.example${url}` })).toEqual(shown);
  expect(fileOf({ ...payload, url })).toEqual(shown);
});

test('a file that an integration keeps elsewhere is shown by its own names', () => {
  const url = 'https://cdn.example/x/a%20b.pdf?sig=1';
  expect(fileOf({ url, mime_type: 'application/pdf' })).toMatchObject({ name: 'a b.pdf', url, isPicture: false });
  expect(fileOf({ url, filename: 'c.pdf' })).toMatchObject({ name: 'c.pdf', size: undefined });
});

test('what is no file, or leads nowhere good, is none', () => {
  const wrong = [
    undefined,
    null,
    'x',
    {},
    { url: 1 },
    { url: '' },
    { url: 'http://[' },
    { url: 'http://cdn.example/a' },
  ];
  const scripts = [{ url: 'javascript:alert(1)' }, { url: 'data:text/html,x', file_id: '1' }, { url: 'blob:x' }];
  for (const payload of [...wrong, ...scripts]) expect(fileOf(payload)).toBeUndefined();
  // A drawing may hold scripts: it is fetched, not shown.
  expect(fileOf({ url: '/files/1/k/a.svg', file_id: '1', media_type: 'image/svg+xml' })?.isPicture).toBe(false);
});

test('a picture is seen before the server has it', () => {
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1');
  const revoked = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  const files = new ChosenFiles();
  const kept = files.add('1', new File(['x'], 'a.png', { type: 'image/png' }));
  expect(kept).toEqual({ name: 'a.png', size: 1, media_type: 'image/png' });
  expect(queuedFile(kept, files.preview('1'))).toMatchObject({ url: 'blob:1', isPicture: true });
  files.add('2', new File(['x'], 'a.txt', { type: 'text/plain' }));
  expect(made).toHaveBeenCalledTimes(1);
  files.remove('1');
  files.remove('2');
  expect(revoked.mock.calls).toEqual([['blob:1']]);
  expect([files.get('1'), files.get('2')]).toEqual([undefined, undefined]);
});
