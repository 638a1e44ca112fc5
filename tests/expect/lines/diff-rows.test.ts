import { describe, expect, it } from 'vitest';
import type { DiffRow } from '../../../src/expect/types.ts';
import { evaluate } from '../sources.ts';

async function rowsOf(expected: readonly string[], printed: readonly string[]) {
  const stdout = printed.map((line) => `${line}\n`).join('');
  const result = await evaluate('stdout', expected, { stdout });
  if (result.ok || result.mismatch.kind !== 'lines') throw new Error('no mismatch of lines');
  return result.mismatch.rows;
}

const numbered = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('a line of 10 MB', () => {
  const long = (text: string): string => `${'x'.repeat(5e6)}${text}${'y'.repeat(5e6)}`;

  it('is cut around its difference, on both sides at the same place', async () => {
    const [expected, got, ...more] = await rowsOf([long('a')], [long('b')]);
    expect(more).toEqual([]);
    for (const [row, letter] of [
      [expected, 'a'],
      [got, 'b'],
    ] as const) {
      expect(row).toMatchObject({ before: 4_999_000, after: 5_000_001 - 3000 });
      expect(row?.text).toBe(`${'x'.repeat(1000)}${letter}${'y'.repeat(2999)}`);
    }
  });

  it('is cut at its end where it stands alone', async () => {
    const [row] = await rowsOf([], [long('a')]);
    expect(row).toMatchObject({ kind: 'got', after: 10_000_001 - 4000 });
    expect(row?.before).toBeUndefined();
  });

  it('that ends like a suffix is read in no time', async () => {
    const [expected] = await rowsOf([`${'( '.repeat(1e6)}(never`], ['x']);
    expect(expected?.kind).toBe('expected');
  });
});

it('folds say how many of their lines differ, and that some were not compared', async () => {
  const rows = await rowsOf(numbered(100), numbered(100, 1000));
  const folds = rows.filter((row) => row.kind === 'fold');
  const fold = { kind: 'fold', text: '', count: 80, differences: 80 };
  expect(folds, 'one on each side').toEqual([fold, fold]);
  const many = await rowsOf(numbered(5000), numbered(5000, 10_000));
  expect(many.at(-1)).toMatchObject({ kind: 'fold', unseen: true });
  expect(many.length).toBeLessThan(70);
});

it('a fold of what is the same counts no differences', async () => {
  const rows = await rowsOf(numbered(50), numbered(50).with(25, 'changed'));
  const folds: DiffRow[] = rows.filter((row) => row.kind === 'fold');
  expect(folds).toEqual([
    { kind: 'fold', text: '', count: 22 },
    { kind: 'fold', text: '', count: 21 },
  ]);
});
