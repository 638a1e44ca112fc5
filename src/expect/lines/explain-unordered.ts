import type { DiffRow } from '../types.ts';
import type { AssignedLines } from './assign-lines.ts';
import { cutRows } from './diff-rows.ts';
import type { LinesComparison } from './lines-plan.ts';

const MAX_ROWS = 30;

/** What is left over on both sides of lines whose order does not count. */
export function explainUnordered(
  { view }: LinesComparison,
  { missing, left, leftCount, isGivenUp }: Extract<AssignedLines, { readonly ok: false }>,
): { readonly rows: readonly DiffRow[]; readonly notes: readonly string[] } {
  if (isGivenUp) {
    const note = 'the lines fit in too many ways to choose what is captured; make them narrower';
    return { rows: [], notes: [note] };
  }
  const expected = missing.map(
    ({ pattern }): DiffRow => ({
      kind: 'expected',
      documentLine: pattern.line,
      text: pattern.source,
    }),
  );
  const got = left.map(({ outputLine, text }): DiffRow => ({ kind: 'got', outputLine, text }));
  const rows = cutRows([...limitRows(expected, expected.length), ...limitRows(got, leftCount)]);
  const notes =
    view.size === 0 ? ['nothing was printed'] : ['the order of the lines does not count'];
  return { rows, notes };
}

function limitRows(rows: readonly DiffRow[], total: number): DiffRow[] {
  if (total <= MAX_ROWS) return [...rows];
  const count = total - MAX_ROWS;
  return [...rows.slice(0, MAX_ROWS), { kind: 'fold', text: '', count }];
}
