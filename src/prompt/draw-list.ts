import stringWidth from 'string-width';
import type { Paint } from '../report/paint.ts';
import type { ListView } from './list-prompt.ts';
import { showCursor } from './show-cursor.ts';

/** How many entries of a list are seen at a time, where there is room for them. */
const MOST_ROWS = 10;

export interface ListFrame {
  readonly question: string;
  /** How many entries there are without a search. */
  readonly total: number;
  readonly paint: Paint;
  /** Of the terminal, now. */
  readonly columns: number;
  readonly rows: number;
}

/** The lines of a list: the question, the entries around the chosen one, and what is not seen. */
export function drawList(view: ListView, frame: ListFrame): string {
  const { paint, question, columns } = frame;
  const head = paint.bold(question);
  const { state, matches, at } = view;
  if (state === 'submit') return `${head} ${matches[at]?.value ?? ''}`;
  if (state === 'cancel') return head;
  const top = `${head} ${showCursor(view.typed, view.cursor)}`;
  const height = Math.min(frame.total, roomFor(top, frame));
  const first = Math.max(0, Math.min(at - Math.floor(height / 2), matches.length - height));
  const rows = matches.slice(first, first + height).map(({ label }, index) => {
    const text = clipTo(label, columns - 2);
    return first + index === at ? `${paint.bold('▸')} ${paint.bold(text)}` : `  ${text}`;
  });
  const blanks = Array.from({ length: height - rows.length }, () => '');
  return [top, ...rows, paint.dim(describeRest(matches.length, rows.length)), ...blanks].join('\n');
}

function describeRest(found: number, shown: number): string {
  if (found === 0) return '  nothing with that in it';
  return found > shown ? `  … ${found - shown} more; type to search` : '';
}

/** Entries that fit below the question and above a line for the rest; one line above it stays in sight. */
function roomFor(top: string, { rows, columns }: ListFrame): number {
  const above = Math.ceil(stringWidth(top) / columns);
  return Math.max(1, Math.min(MOST_ROWS, (rows || 24) - above - 2));
}

const characters = new Intl.Segmenter();

/** Cut to a number of columns. */
function clipTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let clipped = '';
  let taken = 1;
  for (const { segment } of characters.segment(text)) {
    taken += stringWidth(segment);
    if (taken > width) break;
    clipped += segment;
  }
  return `${clipped}…`;
}
