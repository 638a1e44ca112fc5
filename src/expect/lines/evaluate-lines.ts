import { Aligner, type Alignment, type Atom, nextAtom } from '../align/align.ts';
import { readCaptures } from '../text/captured.ts';
import { matchSegments } from '../text/match-segments.ts';
import { readLines } from '../text/normalize.ts';
import type { DiffRow, ExpectationResult, OutputView, Scope, Stream } from '../types.ts';
import { chooseAlignment } from './choose-alignment.ts';
import { explainLines } from './explain-lines.ts';
import type { LinePattern } from './line-pattern.ts';
import { type ResolvedLine, resolveLines } from './resolve-lines.ts';

/** A fence that compares lines, understood. */
export interface LinesPlan {
  readonly stream: Stream;
  readonly patterns: readonly LinePattern[];
  readonly atoms: readonly Atom[];
}

/** Holds a stream against the pattern. */
export function evaluateLines(plan: LinesPlan, view: OutputView, scope: Scope): ExpectationResult {
  const { atoms } = plan;
  const missing = new Set<string>();
  const items = resolveLines(plan.patterns, scope, missing);
  if (missing.size > 0) {
    return fail(
      plan,
      [],
      [...missing].map((name) => `\`${name}\` has no value`),
    );
  }
  const aligner = new Aligner<string>(atoms, (item, line) => items[item]?.test(line) ?? false);
  const repeats = repeatsAcrossLines(items);
  const lines: string[] = [];
  let last = '';
  const count = readLines(view, (line) => {
    if (repeats) lines.push(line);
    last = line;
    return aligner.push(line);
  });
  const alignment = aligner.finish();
  const mismatch = (extra: readonly string[] = []) => {
    const { rows, notes } = explainLines(view, items, atoms, scope);
    return fail(plan, rows, [...notes, ...extra]);
  };
  if (!alignment) return mismatch();
  const lastPattern = plan.patterns.at(-1);
  if (lastPattern?.noEol && count.finalNewline)
    return failEol(plan, lastPattern, last, count.lines);
  if (!repeats) return { ok: true, captures: captureLines(view, alignment, atoms, items) };
  const choice = chooseAlignment(alignment, atoms, items, lines);
  if (choice.kind === 'found') return { ok: true, captures: choice.captures };
  return mismatch(
    choice.kind === 'too-many'
      ? ['the lines fit in too many ways to compare the captured values; make the pattern narrower']
      : [],
  );
}

function fail(
  plan: LinesPlan,
  rows: readonly DiffRow[],
  notes: readonly string[],
): ExpectationResult {
  return { ok: false, mismatch: { kind: 'lines', stream: plan.stream, rows, notes } };
}

function failEol(
  plan: LinesPlan,
  pattern: LinePattern,
  text: string,
  outputLine: number,
): ExpectationResult {
  const rows: DiffRow[] = [
    { kind: 'expected', documentLine: pattern.line, text: pattern.source },
    { kind: 'got', outputLine, text },
  ];
  return fail(plan, rows, ['the output ends with a newline, `(no-eol)` says that it does not']);
}

/** Whether a captured value has to be equal on another line than the one that captures it. */
function repeatsAcrossLines(items: readonly ResolvedLine[]): boolean {
  return items.some(({ segments }) =>
    segments.some(
      (back) =>
        back.kind === 'back' &&
        !segments.some((s) => s.kind === 'hole' && s.hole.name === back.name),
    ),
  );
}

/** Reads the captures of the preferred alignment. */
function captureLines(
  view: OutputView,
  alignment: Alignment,
  atoms: readonly Atom[],
  items: readonly ResolvedLine[],
): ReadonlyMap<string, string> {
  const captures = new Map<string, string>();
  if (!items.some(({ hasNames }) => hasNames)) return captures;
  let atom = 0;
  readLines(view, (line, index) => {
    const choice = alignment.choose(index, atom);
    const item = items[atoms[choice]?.item ?? -1];
    const ends = item?.hasNames ? matchSegments(item.segments, line) : null;
    if (item && ends) {
      for (const [name, value] of readCaptures(item.segments, line, ends))
        captures.set(name, value);
    }
    atom = nextAtom(atoms, choice);
    return true;
  });
  return captures;
}
