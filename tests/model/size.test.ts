import { expect, it } from 'vitest';
import { parseSize } from '../../src/model/size.ts';

it.each([
  ['1B', 1],
  ['500kB', 500_000],
  ['500KB', 500_000],
  ['1.5 MB', 1_500_000],
  ['64KiB', 65_536],
  ['1GiB', 1_073_741_824],
  ['2TB', 2e12],
])('%s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each(['', '1', '1G', '1gib', '-1B', '1KIB', '1iB', 'GiB', '1  GiB', '99999999TiB', '1GiB '])(
  '%j is no size',
  (text) => {
    expect(parseSize(text)).toBeUndefined();
  },
);
