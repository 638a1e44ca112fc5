import type { Atom } from './align.ts';
import { readCaptures } from './captured.ts';
import { type DiffStep, diffAlign } from './diff-align.ts';
import { buildRows, type DiffLine, type DiffTexts } from './diff-rows.ts';
import { explainHoles } from './explain-holes.ts';
import { matchSegments } from './match-segments.ts';
import { type ResolvedLine, withSegments } from './resolve-lines.ts';
import { bindSegments, showSegments } from './resolve-segments.ts';
import { sampleLines, shrinkLines } from './sample-lines.ts';
import type { DiffRow, OutputView, Scope } from './types.ts';

/** Lines that are held to explain a mismatch, from each end of the output. */
const HALF = 50_000;
/** Cells of the comparison's table; an expression costs as much as several. */
const MAX_CELLS = 8_000_000;
const EXPRESSION_COST = 20;

/** What is wrong with a stream, for people. */
export interface Explanation {
  readonly rows: readonly DiffRow[];
  readonly notes: readonly string[];
}

/** Compares the lines of a stream that has no alignment with the pattern, line by line. */
export function explainLines(
  view: OutputView,
  items: readonly ResolvedLine[],
  atoms: readonly Atom[],
  scope: Scope,
): Explanation {
  const sample = sampleLines(view, HALF);
  const relaxed = compare(items, atoms, sample.lines);
  const bindings = collectCaptures(relaxed, items, atoms);
  const bound = items.map((item) => bindLine(item, bindings));
  const comparison = compare(bound, atoms, sample.lines);
  const values = new Map([...scope, ...bindings]);
  const texts: DiffTexts = {
    atoms,
    items: bound.map((item) => ({
      documentLine: item.pattern.line,
      text: showLine(item, values),
      isRun: isRun(item),
    })),
    lines: comparison.lines,
  };
  const notes = explainHoles(comparison.steps, atoms, bound, comparison.lines);
  const gap = comparison.lines.find((line) => line.text === null);
  if (gap?.text === null) {
    const end = gap.outputLine + gap.count - 1;
    notes.push(`lines ${gap.outputLine} to ${end} of the output are left out of this comparison`);
  }
  if (sample.total === 0) notes.push('nothing was printed');
  return { rows: buildRows(comparison.steps, texts), notes };
}

interface Comparison {
  readonly steps: readonly DiffStep[];
  readonly lines: readonly DiffLine[];
}

function compare(
  items: readonly ResolvedLine[],
  atoms: readonly Atom[],
  all: readonly DiffLine[],
): Comparison {
  const fits = (item: number, line: DiffLine | undefined): boolean => {
    const resolved = items[item];
    if (!resolved || !line) return false;
    return line.text === null ? resolved.pattern.matcher.kind === 'any' : resolved.test(line.text);
  };
  const isPlain = (atom: Atom | undefined) => atom !== undefined && !atom.skippable;
  let start = 0;
  while (isPlain(atoms[start]) && fits(atoms[start]?.item ?? -1, all[start])) start++;
  let end = 0;
  const most = Math.min(atoms.length, all.length) - start;
  const fromEnd = <T>(list: readonly T[]) => list[list.length - 1 - end];
  while (end < most && isPlain(fromEnd(atoms)) && fits(fromEnd(atoms)?.item ?? -1, fromEnd(all))) {
    end++;
  }
  const inner = atoms.slice(start, atoms.length - end);
  const cost = items.some(({ pattern }) => pattern.matcher.kind === 're') ? EXPRESSION_COST : 1;
  const room = Math.max(200, Math.floor(MAX_CELLS / ((inner.length + 1) * cost)));
  const middle = shrinkLines(all.slice(start, all.length - end), room);
  const lines = [...all.slice(0, start), ...middle, ...all.slice(all.length - end)];
  const steps = diffAlign(inner, middle.length, (item, index) => fits(item, middle[index]));
  const same = (count: number, atom: number, index: number): DiffStep[] =>
    Array.from({ length: count }, (_, at) => ({
      kind: 'same',
      atom: atom + at,
      index: index + at,
    }));
  return {
    lines,
    steps: [
      ...same(start, 0, 0),
      ...steps.map((step) => shiftStep(step, start)),
      ...same(end, atoms.length - end, lines.length - end),
    ],
  };
}

function shiftStep(step: DiffStep, by: number): DiffStep {
  if (step.kind === 'expected') return { ...step, atom: step.atom + by };
  if (step.kind === 'got') return { ...step, index: step.index + by };
  return { kind: 'same', atom: step.atom + by, index: step.index + by };
}

/** The captures of the lines that fit, the first of each name. */
function collectCaptures(
  { steps, lines }: Comparison,
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

function bindLine(item: ResolvedLine, bindings: ReadonlyMap<string, string>): ResolvedLine {
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

/** A line as written, with known values filled in. */
function showLine(item: ResolvedLine, values: ReadonlyMap<string, string>): string {
  const { matcher, source, suffix } = item.pattern;
  return matcher.kind === 'text' ? showSegments(item.segments, values) + suffix : source;
}
