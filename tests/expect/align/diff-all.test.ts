import { describe, expect, it } from 'vitest';
import { expandAtoms } from '../../../src/expect/align/align.ts';
import { diffAll } from '../../../src/expect/align/diff-all.ts';

/** Few enough cells that a block of some hundred lines does not fit into a window. */
const CELLS = 20_000;

/** `3-` and `2+` for runs that differ, `=` between them. */
function compare(expected: readonly string[], printed: readonly string[]): string {
  const atoms = expandAtoms(expected.map(() => ({ min: 1, max: 1 })));
  const matches = (item: number, index: number): boolean => expected[item] === printed[index];
  const { steps, left } = diffAll(atoms, printed.length, matches, CELLS);
  const runs: { kind: string; count: number }[] = [];
  for (const { kind } of steps) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.count++;
    else runs.push({ kind, count: 1 });
  }
  const signs: Readonly<Record<string, string>> = { expected: '-', got: '+', same: '=' };
  const told = runs.map(({ kind, count }) => (kind === 'same' ? '=' : `${count}${signs[kind]}`));
  return [...told, ...(left > 0 ? [`${left} left`] : [])].join(' ');
}

const LINES = Array.from({ length: 2000 }, (_, index) => `line ${index}`);

describe('a comparison that is too large for one window finds', () => {
  it.each([
    ['one change', LINES.with(1000, 'x'), '= 1- 1+ ='],
    [
      'a block at the top',
      [...LINES.map((line) => `new ${line}`).slice(0, 700), ...LINES],
      '700+ =',
    ],
    ['a block that is missing', LINES.toSpliced(1000, 700), '= 700- ='],
    [
      'a block that was moved',
      [...LINES.slice(600, 1500), ...LINES.slice(0, 600), ...LINES.slice(1500)],
      '600- = 600+ =',
    ],
    [
      'changes before a block',
      [...LINES.slice(0, 10), 'x', ...LINES.slice(11, 500), ...LINES.slice(1200)],
      '= 1- 1+ = 700- =',
    ],
    ['a change at either end', LINES.with(0, 'x').with(-1, 'y'), '1- 1+ = 1- 1+'],
  ])('%s', (_, printed, told) => {
    expect(compare(LINES, printed)).toBe(told);
  });

  it('an end, when everything differs', () => {
    const printed = LINES.map((line) => `other ${line}`);
    expect(compare(LINES, printed)).toMatch(/ left$/);
  });
});
