import { expect, it } from 'vitest';
import { formatElapsed } from '../../src/report/elapsed.ts';

it.each([
  [0, '0ms'],
  [999.4, '999ms'],
  [999.6, '1.0s'],
  [41_249, '41.2s'],
  [59_949, '59.9s'],
  [59_960, '1m 00s'],
  [185_000, '3m 05s'],
  [3_720_000, '1h 02m'],
])('%d ms read %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text);
});
