import type { DiffRow } from '../types.ts';

/** Characters that are looked at to say how similar two lines are. */
const LOOK = 400;

/**
 * Which rows belong together: an expected line and what was printed in its place. Between two rows that
 * are the same (the end of the expected ones may be folded), as many lines on both sides are paired in order; otherwise those that begin and
 * end alike are.
 *
 * @returns the index of the partner by the index of a row, both ways
 */
export function pairRows(rows: readonly DiffRow[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  for (let at = 0; at < rows.length; at++) {
    const expected = takeRun(rows, at, 'expected');
    const isFolded = expected.length > 0 && rows[at + expected.length]?.kind === 'fold';
    const from = at + expected.length + (isFolded ? 1 : 0);
    const got = takeRun(rows, from, 'got');
    const isEven = expected.length === got.length;
    let next = 0;
    for (const [index, left] of expected.entries()) {
      const found = isEven ? index : findSimilar(rows, left, got, next);
      const right = got[found];
      if (right === undefined) continue;
      partners.set(left, right).set(right, left);
      next = found + 1;
    }
    at = Math.max(at, from + got.length - 1);
  }
  return partners;
}

/** Number of UTF-16 code units that two texts have in common at their beginning. */
export function countSame(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same;
}

function takeRun(rows: readonly DiffRow[], from: number, kind: DiffRow['kind']): number[] {
  const run: number[] = [];
  for (let at = from; rows[at]?.kind === kind; at++) run.push(at);
  return run;
}

/** The first of the lines from `next` on of which half is the same; -1 when there is none. */
function findSimilar(
  rows: readonly DiffRow[],
  left: number,
  got: readonly number[],
  next: number,
): number {
  const text = rows[left]?.text ?? '';
  return got.findIndex((right, index) => index >= next && isSimilar(text, rows[right]?.text ?? ''));
}

function isSimilar(a: string, b: string): boolean {
  const [head, other] = [a.slice(0, LOOK), b.slice(0, LOOK)];
  const start = countSame(head, other);
  let end = 0;
  const most = Math.min(head.length, other.length) - start;
  while (end < most && head.at(-1 - end) === other.at(-1 - end)) end++;
  return 2 * (start + end) >= Math.max(head.length, other.length, 1);
}
