import { expect, test } from 'vitest';
import { contrast, inkOn, readableOn } from './contrast';

test('the contrast is that of WCAG', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('the ink can be read on any colour', () => {
  expect(inkOn('#2457d6')).toBe('#ffffff');
  expect(inkOn('#ffe14d')).toBe('#111111');
  for (const color of ['#ffe14d', '#2457d6', '#808080', '#000000', '#ffffff']) {
    expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5);
    for (const background of ['#ffffff', '#16181d']) {
      expect(contrast(readableOn(color, background), background)).toBeGreaterThanOrEqual(4.5);
    }
  }
});
