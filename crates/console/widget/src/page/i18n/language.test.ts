import { expect, test } from 'vitest';
import { en } from './en';
import { fr } from './fr';
import { id } from './id';
import { Language } from './language';

test('the first language that is there is taken', () => {
  expect(new Language(['de-DE', 'fr-CA', 'en']).tag).toBe('fr-CA');
  expect(new Language(['id-ID']).text('send')).toBe('Kirim');
  expect(new Language(['xx']).text('send')).toBe('Send');
});

test('numbers have their forms', () => {
  const [english, french] = [new Language(['en']), new Language(['fr'])];
  expect([english.count('unread', 1), english.count('unread', 2)]).toEqual(['1 new message', '2 new messages']);
  expect([french.count('unread', 0), french.count('unread', 2)]).toEqual(['0 nouveau message', '2 nouveaux messages']);
  expect(new Language(['id']).count('unread', 1)).toBe('1 pesan baru');
});

test('what is put in is the same in every language', () => {
  const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const catalogue of [id, fr]) {
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(holes(catalogue[key]), key).toEqual(holes(en[key]));
      expect(catalogue[key].trim(), key).not.toBe('');
    }
  }
});

test('days are called as people call them', () => {
  const language = new Language(['en-GB']);
  const now = new Date(2026, 0, 15, 12).getTime();
  const day = (date: number) => language.day(new Date(2026, 0, date, 9).toISOString(), now);
  expect([day(15), day(14), day(12)]).toEqual(['Today', 'Yesterday', 'Monday 12 January']);
});
