import type { Atom } from '../align/align.ts';
import type { DiffStep } from '../align/diff-align.ts';
import type { DiffRow } from '../types.ts';
import { countSame, pairRows } from './pair-rows.ts';

/** What the rows are made from. */
export interface DiffTexts {
  readonly atoms: readonly Atom[];
  /** The pattern's items, by `Atom.item`. */
  readonly items: readonly DiffItem[];
  /** Lines of the output, by the index of a step. */
  readonly lines: readonly DiffLine[];
}

export interface DiffItem {
  readonly documentLine: number;
  /** With known values filled in. */
  readonly text: string;
  /** Whether it stands for a number of lines: `...` or a quantifier. */
  readonly isRun: boolean;
}

/** A line of the output, or several that are not looked at. */
export type DiffLine =
  | { readonly outputLine: number; readonly text: string }
  | { readonly outputLine: number; readonly text: null; readonly count: number };

const CONTEXT = 3;
const MAX_ROWS = 60;
const ROWS_AT_END = 15;
/** Of more lines than this that are expected, or got, in one place the beginning says enough. */
const MAX_RUN = 20;
/** Longer than what a screen shows, so that a reporter can choose the part to show. */
const MAX_LENGTH = 4000;
/** How much of a long line stays before its first difference. */
const LEAD = 1000;

/** Turns a comparison into rows for people: few, with what is the same folded. */
export function buildRows(steps: readonly DiffStep[], texts: DiffTexts): DiffRow[] {
  return cutRows(limitRows(limitRuns(foldRows(orderRows(steps, texts)))));
}

/** A row per line; between lines that are the same, what is expected before what was got. */
function orderRows(steps: readonly DiffStep[], texts: DiffTexts): DiffRow[] {
  const rows: DiffRow[] = [];
  let got: DiffRow[] = [];
  let runItem = -1;
  for (const step of steps) {
    if (step.kind === 'got') {
      got.push(toGotRow(texts.lines[step.index]));
      continue;
    }
    const item = texts.atoms[step.atom]?.item ?? -1;
    if (step.kind === 'expected') {
      const { documentLine = 0, text = '' } = texts.items[item] ?? {};
      rows.push({ kind: 'expected', documentLine, text });
      continue;
    }
    const last = rows.at(-1);
    const row = toSameRow(texts.items[item], texts.lines[step.index]);
    if (got.length === 0 && last?.kind === 'same' && texts.items[item]?.isRun && runItem === item) {
      rows[rows.length - 1] = { ...last, count: (last.count ?? 1) + (row.count ?? 1) };
    } else rows.push(...got, row);
    got = [];
    runItem = item;
  }
  return [...rows, ...got];
}

function toGotRow(line: DiffLine | undefined): DiffRow {
  if (line?.text == null) return { kind: 'fold', text: '', count: line?.count ?? 0 };
  return { kind: 'got', outputLine: line.outputLine, text: line.text };
}

function toSameRow(item: DiffItem | undefined, line: DiffLine | undefined): DiffRow {
  const common = {
    kind: 'same' as const,
    documentLine: item?.documentLine ?? 0,
    outputLine: line?.outputLine ?? 0,
  };
  if (!item?.isRun) return { ...common, text: line?.text ?? '' };
  return { ...common, text: item.text, count: line?.text === null ? line.count : 1 };
}

/** Leaves out what is the same further than a few rows from a difference. */
function foldRows(rows: readonly DiffRow[]): DiffRow[] {
  const differs = rows.map((row) => row.kind === 'expected' || row.kind === 'got');
  const kept = new Uint8Array(rows.length);
  differs.forEach((isDifference, at) => {
    if (isDifference) {
      kept.fill(1, Math.max(0, at - CONTEXT), Math.min(rows.length, at + CONTEXT + 1));
    }
  });
  return mergeFolds(rows.map((row, at) => (kept[at] ? row : toFold(row))));
}

/** Keeps the beginning of what is different in one place, so that both sides of it are seen. */
function limitRuns(rows: readonly DiffRow[]): DiffRow[] {
  let length = 0;
  const limited = rows.map((row, at) => {
    const isDifference = row.kind === 'expected' || row.kind === 'got';
    length = isDifference && rows[at - 1]?.kind === row.kind ? length + 1 : 1;
    return isDifference && length > MAX_RUN ? toFold(row) : row;
  });
  return mergeFolds(limited);
}

/** Keeps the beginning and the end of a long comparison. */
function limitRows(rows: readonly DiffRow[]): DiffRow[] {
  if (rows.length <= MAX_ROWS) return [...rows];
  const from = MAX_ROWS - ROWS_AT_END - 1;
  const to = rows.length - ROWS_AT_END;
  return mergeFolds(rows.map((row, at) => (at < from || at >= to ? row : toFold(row))));
}

function toFold(row: DiffRow): DiffRow {
  const differences =
    row.kind === 'expected' || row.kind === 'got' ? 1 : row.kind === 'fold' ? row.differences : 0;
  const fold = { kind: 'fold', text: '', count: row.count ?? 1 } as const;
  return differences ? { ...fold, differences } : fold;
}

function mergeFolds(rows: readonly DiffRow[]): DiffRow[] {
  const merged: DiffRow[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    if (row.kind === 'fold' && last?.kind === 'fold') {
      const differences = (last.differences ?? 0) + (row.differences ?? 0);
      merged[merged.length - 1] = {
        kind: 'fold',
        text: '',
        count: (last.count ?? 0) + (row.count ?? 0),
        ...(differences > 0 ? { differences } : {}),
      };
    } else merged.push(row);
  }
  return merged;
}

/** Cuts long lines; two that belong together at the same place, with their difference in it. */
export function cutRows(rows: readonly DiffRow[]): DiffRow[] {
  const partners = pairRows(rows);
  return rows.map((row, at) => {
    const partner = rows[partners.get(at) ?? -1];
    if (Math.max(row.text.length, partner?.text.length ?? 0) <= MAX_LENGTH) return row;
    const same = partner === undefined ? 0 : countSame(row.text, partner.text);
    const before = same > LEAD ? same - LEAD : 0;
    const text = row.text.slice(before, before + MAX_LENGTH);
    const after = row.text.length - before - text.length;
    return { ...row, text, ...(before > 0 && { before }), ...(after > 0 && { after }) };
  });
}
