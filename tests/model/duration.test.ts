import { expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/model/duration.ts';

it.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['1.5s', 1_500],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['0s', 0],
  ['0.5ms', 1],
])('reads %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', '10', 's', '10 s', '-1s', '1S', '1d', '1h30m', '.5s', '1e3s', `${'9'.repeat(20)}h`])(
  'reads no duration in %j',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

it.each([
  [0, '0ms'],
  [500, '500ms'],
  [1_500, '1500ms'],
  [90_000, '90s'],
  [600_000, '10m'],
  [7_200_000, '2h'],
])('writes %i as %s, which reads the same', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
  expect(parseDuration(text)).toBe(ms);
});
