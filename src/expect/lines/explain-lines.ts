import type { Atom } from '../align/align.ts';
import { type DiffResult, diffAll } from '../align/diff-all.ts';
import { readCaptures } from '../text/captured.ts';
import { matchSegments } from '../text/match-segments.ts';
import { bindSegments, showSegments } from '../text/resolve-segments.ts';
import type { DiffRow, Scope } from '../types.ts';
import { buildRows, type DiffLine, type DiffTexts } from './diff-rows.ts';
import { findClosest } from './explain-closest.ts';
import { explainHoles } from './explain-holes.ts';
import type { LinesComparison } from './lines-plan.ts';
import { type ResolvedLine, withSegments } from './resolve-lines.ts';
import { sampleLines } from './sample-lines.ts';

/** Lines that are held to explain a mismatch, from each end of the output. */
const HALF = 50_000;
/** Lines of the document that are looked for between both ends. */
const MAX_SOUGHT = 50;
/** Pairs of lines that are compared at once; an expression costs as much as several. */
const MAX_CELLS = 4_000_000;
const EXPRESSION_COST = 20;

/** What is wrong with a text, for people. */
export interface Explanation {
  readonly rows: readonly DiffRow[];
  readonly notes: readonly string[];
}

/** Compares the lines of a stream that has no alignment with the pattern, line by line. */
export function explainLines(
  { plan: { atoms, reading }, view, items, compare }: LinesComparison,
  scope: Scope,
): Explanation {
  const singles = items.filter((item) => item.pattern.matcher.kind !== 'any');
  const { lines, total } = sampleLines(view, {
    half: HALF,
    reading,
    // Each line is held against each of them.
    keeps: (text) =>
      singles.length <= MAX_SOUGHT && singles.some(({ test }) => test(compare(text))),
  });
  const forms = lines.map((line) =>
    line.text === null ? line : { ...line, text: compare(line.text) },
  );
  const relaxed = diffLines(items, atoms, forms);
  const bindings = collectCaptures(relaxed, forms, items, atoms);
  const bound = items.map((item) => bindLine(item, bindings));
  const isBound = bound.some((item, index) => item !== items[index]);
  const { steps, left } = isBound ? diffLines(bound, atoms, forms) : relaxed;
  const values = new Map([...scope, ...bindings]);
  const texts: DiffTexts = {
    atoms,
    items: bound.map((item) => ({
      documentLine: item.pattern.line,
      text: showLine(item, values),
      isRun: isRun(item),
    })),
    lines,
  };
  const notes = [...explainHoles(steps, atoms, bound, forms), ...findClosest(steps, texts)];
  notes.push(...describeGaps(lines));
  if (total === 0) notes.push('nothing was printed');
  const rows = buildRows(steps, texts);
  if (left > 0) rows.push({ kind: 'fold', text: '', count: left, unseen: true });
  return { rows, notes };
}

function describeGaps(lines: readonly DiffLine[]): string[] {
  const gaps = lines.flatMap((line) => (line.text === null ? [line] : []));
  const [first] = gaps;
  const last = gaps.at(-1);
  if (!first || !last) return [];
  const range = `lines ${first.outputLine} to ${last.outputLine + last.count - 1} of the output`;
  const but = gaps.length > 1 ? ', but for those that fit a line of the document' : '';
  return [`${range} are left out of this comparison${but}`];
}

function diffLines(
  items: readonly ResolvedLine[],
  atoms: readonly Atom[],
  lines: readonly DiffLine[],
): DiffResult {
  const cost = items.some(({ pattern }) => pattern.matcher.kind === 're') ? EXPRESSION_COST : 1;
  const fits = (item: number, index: number): boolean => {
    const resolved = items[item];
    const line = lines[index];
    if (!resolved || !line) return false;
    return line.text === null ? resolved.pattern.matcher.kind === 'any' : resolved.test(line.text);
  };
  return diffAll(atoms, lines.length, fits, MAX_CELLS / cost);
}

/** The captures of the lines that fit, the first of each name. */
function collectCaptures(
  { steps }: DiffResult,
  lines: readonly DiffLine[],
  items: readonly ResolvedLine[],
  atoms: readonly Atom[],
): Map<string, string> {
  const captures = new Map<string, string>();
  for (const step of steps) {
    const item = step.kind === 'same' ? items[atoms[step.atom]?.item ?? -1] : undefined;
    const text = step.kind === 'same' ? lines[step.index]?.text : undefined;
    if (!item?.hasNames || text == null) continue;
    const ends = matchSegments(item.segments, text, { bindings: captures });
    if (!ends) continue;
    for (const [name, value] of readCaptures(item.segments, text, ends)) captures.set(name, value);
  }
  return captures;
}

/** A line with the values of names that other lines have captured put in. */
export function bindLine(item: ResolvedLine, bindings: ReadonlyMap<string, string>): ResolvedLine {
  if (!item.hasNames) return item;
  const own = new Set(
    item.segments.flatMap((s) => (s.kind === 'hole' && s.hole.name ? [s.hole.name] : [])),
  );
  const others = new Map([...bindings].filter(([name]) => !own.has(name)));
  return withSegments(item.pattern, bindSegments(item.segments, others));
}

function isRun({ pattern: { quantifier } }: ResolvedLine): boolean {
  return quantifier.min !== 1 || quantifier.max !== 1;
}

/** A line as written, with known values filled in where nothing else is to be read. */
function showLine({ pattern }: ResolvedLine, values: ReadonlyMap<string, string>): string {
  const { matcher, source, suffix } = pattern;
  if (matcher.kind !== 'text' || suffix.includes('(esc')) return source;
  return showSegments(matcher.segments, values) + suffix;
}
