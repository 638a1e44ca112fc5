import type { Paint } from '../report/paint.ts';
import { wrapLine } from '../report/wrap-line.ts';

/** Cells of a table as they are shown, row by row; the first row is its head. */
export type TableCells = readonly (readonly string[])[];

const WIDEST_TERM = 22;
const INDENT = '    ';

/**
 * A table for a terminal that it may be too wide for: each row is its first cell with the others beside it, or below where the first
 * cells are long. A third and further ones have the head of their column before them.
 */
export function renderRows(
  [head = [], ...rows]: TableCells,
  width: number,
  paint: Paint,
): string[] {
  const terms = rows.map(([term = '']) => [...term].length);
  const widest = Math.max([...(head[0] ?? '')].length, ...terms);
  const isShort = widest <= WIDEST_TERM;
  const indent = isShort ? ' '.repeat(widest + 2) : INDENT;
  const lines = rows.flatMap(([term = '', ...cells], at) => {
    const texts = cells.flatMap((cell, column) => {
      const name = column === 0 ? '' : `${head[column + 1] ?? ''}: `;
      return cell === '' ? [] : wrapLine(indent + name + cell, width, indent);
    });
    if (!isShort) return [...(at === 0 ? [] : ['']), ...wrapLine(term, width, ''), ...texts];
    const [first = '', ...rest] = texts;
    return [(term.padEnd(widest + 2) + first.slice(indent.length)).trimEnd(), ...rest];
  });
  const [term = '', text = ''] = head;
  if (!isShort || text === '') return lines;
  return [paint.dim(`${term.padEnd(widest + 2)}${text}`), ...lines];
}
