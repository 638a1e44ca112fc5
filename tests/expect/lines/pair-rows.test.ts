import { expect, it } from 'vitest';
import { pairRows } from '../../../src/expect/lines/pair-rows.ts';
import type { DiffRow } from '../../../src/expect/types.ts';

const KINDS: Readonly<Record<string, DiffRow['kind']>> = {
  '-': 'expected',
  '+': 'got',
  '⋮': 'fold',
};

/** Rows from lines that begin with ` `, `-`, `+` or `⋮`. */
function rowsOf(lines: readonly string[]): DiffRow[] {
  return lines.map((line) => ({
    kind: KINDS[line.charAt(0)] ?? 'same',
    text: line.slice(1),
  }));
}

it.each([
  ['one line', ['-a', '+b'], ['0 1']],
  ['as many lines on both sides, in order', ['-a', '-b', '+c', '+d'], ['0 2', '1 3']],
  ['nothing with a line that stands alone', ['-a', ' b', '+c'], []],
  ['what resembles each other', ['-port 8000', '+noise', '+port 8001'], ['0 2']],
  ['nothing that does not', ['-port 8000', '+noise', '+other'], []],
  ['never across a line that is the same', ['-a', '+b', ' x', '-c', '+d'], ['0 1', '3 4']],
  ['in the order of both sides', ['-aaaa1', '-bbbb1', '+bbbb2', '+aaaa2', '+c'], ['0 3']],
  ['across the fold of a long block', ['-a', '-b', '⋮', '+c', '+d', '⋮', '+e'], ['0 3', '1 4']],
  ['no rows at all', [], []],
])('pairs %s', (_, lines, expected) => {
  const pairs = [...pairRows(rowsOf(lines))].filter(([left, right]) => left < right);
  expect(pairs.map((pair) => pair.join(' '))).toEqual(expected);
});
