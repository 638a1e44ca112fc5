import { expect, it } from 'vitest';
import { readBundle } from '../helpers/bundle.ts';

/** The largest files with their sizes, for whoever wonders. */
function describeSizes(sizes: readonly (readonly [name: string, bytes: number])[]): string {
  const sorted = [...sizes].sort(([, one], [, other]) => other - one).slice(0, 20);
  return sorted.map(([name, bytes]) => `${name} ${bytes}`).join(', ');
}

it.each([
  ['program', /\.js$/, 1_900],
  ['libraries that are loaded when they are needed', /\.cjs$/, 1_120],
])('the code of the %s is no larger than it may be', (_, kind, kilobytes) => {
  const sizes = Object.entries(readBundle().files)
    .filter(([name]) => kind.test(name))
    .map(([name, { bytes }]) => [name, bytes] as const);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0) / 1024;
  expect(total, describeSizes(sizes)).toBeLessThanOrEqual(kilobytes);
  // What is gone is taken off here as well.
  expect(total, describeSizes(sizes)).toBeGreaterThan(0.85 * kilobytes);
});
