import type { Atom } from '../align/align.ts';
import type { DiffStep } from '../align/diff-align.ts';
import { matchSegments } from '../text/match-segments.ts';
import type { DiffLine } from './diff-rows.ts';
import { countSame } from './pair-rows.ts';
import type { ResolvedLine } from './resolve-lines.ts';

const MAX_NOTES = 10;
/** Pairs of lines that are looked at: where thousands differ, the first ones tell what is wrong. */
const MAX_PAIRS = 500_000;
const MAX_VALUE = 80;
/** Equal characters after which the difference is not seen at a glance. */
const LONG_LINE = 200;

/** Says why lines that nearly fit do not: a constraint that does not hold, blanks at the end. */
export function explainHoles(
  steps: readonly DiffStep[],
  atoms: readonly Atom[],
  items: readonly ResolvedLine[],
  lines: readonly DiffLine[],
): string[] {
  const notes: string[] = [];
  const budget = { pairs: MAX_PAIRS };
  const got = steps.flatMap((step) => (step.kind === 'got' ? [step.index] : []));
  for (const step of steps) {
    if (notes.length >= MAX_NOTES || budget.pairs <= 0) break;
    if (step.kind !== 'expected') continue;
    const item = items[atoms[step.atom]?.item ?? -1];
    if (!item) continue;
    const note =
      findNote(item, lines, budget, got) ??
      (hasConstraint(item) ? findNote(item, lines, budget) : undefined);
    if (note !== undefined && !notes.includes(note)) notes.push(note);
  }
  return notes;
}

function hasConstraint(item: ResolvedLine): boolean {
  return item.segments.some((s) => s.kind === 'hole' && s.hole.constraint !== undefined);
}

/** The first note about one of the lines; all of them without `indices`. */
function findNote(
  item: ResolvedLine,
  lines: readonly DiffLine[],
  budget: { pairs: number },
  indices: Iterable<number> = lines.keys(),
): string | undefined {
  for (const index of indices) {
    const line = lines[index];
    if (line?.text == null) continue;
    if (--budget.pairs < 0) return undefined;
    const note = noteConstraint(item, line.text) ?? noteBlanks(item, line.text);
    if (note !== undefined) return `line ${line.outputLine}: ${note}`;
  }
  return undefined;
}

function noteConstraint(item: ResolvedLine, text: string): string | undefined {
  if (!hasConstraint(item)) return undefined;
  const ends = matchSegments(item.segments, text, { ignoreConstraints: true });
  if (!ends) return undefined;
  for (const [at, segment] of item.segments.entries()) {
    if (segment.kind !== 'hole' || !segment.hole.constraint) continue;
    const value = text.slice(at === 0 ? 0 : ends[at - 1], ends[at]);
    const { source, constraint } = segment.hole;
    if (constraint.holds(value)) continue;
    return `\`${source}\`: ${value.slice(0, MAX_VALUE)} is not ${constraint.phrase}`;
  }
  return undefined;
}

function noteBlanks(item: ResolvedLine, text: string): string | undefined {
  const trimmed = text.trimEnd();
  if (text.endsWith('\r') && (item.test(text.slice(0, -1)) || item.test(trimmed)))
    return 'has a carriage return at its end';
  if (trimmed !== text && item.test(trimmed)) return 'has blanks at its end';
  const [first] = item.segments;
  if (item.segments.length !== 1 || first?.kind !== 'literal') return undefined;
  // The line itself, at another place.
  if (first.text === text) return undefined;
  const same = countSame(first.text, text);
  if (same >= LONG_LINE) return `differs from character ${same + 1} on`;
  if (first.text.trimEnd() === trimmed) return 'lacks blanks at its end';
  if (first.text.replace(/\s+/g, ' ').trim() !== text.replace(/\s+/g, ' ').trim()) return undefined;
  return 'differs in blanks only';
}
