import { Aligner } from '../align/align.ts';
import { ThreadAligner } from '../align/thread-align.ts';
import { readCaptures } from '../text/captured.ts';
import { findCollapsed } from '../text/collapse.ts';
import { type Ends, matchSegments, searchSegments } from '../text/match-segments.ts';
import { type LineCount, readLines } from '../text/normalize.ts';
import { chooseAlignment, type TakenLine } from './choose-alignment.ts';
import type { LinesComparison } from './lines-plan.ts';
import type { ResolvedLine } from './resolve-lines.ts';

/** Whether the lines of a text have an alignment with those of a fence. */
export type AlignedLines =
  | {
      readonly ok: true;
      readonly captures: ReadonlyMap<string, string>;
      /** The last line that was read. */
      readonly last: string;
      readonly count: LineCount;
    }
  | { readonly ok: false; readonly notes: readonly string[] };

/** Aligns the lines of a text with those of a fence, in their order. */
export function alignLines(comparison: LinesComparison): AlignedLines {
  return repeatsAcrossLines(comparison.items) ? alignRepeated(comparison) : alignOnce(comparison);
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

/** Reads the text once, in memory that does not depend on its length. */
function alignOnce({ plan, view, items, never, compare }: LinesComparison): AlignedLines {
  let last = '';
  let compared = '';
  const named = items.map(({ hasNames }) => hasNames);
  const aligner = new ThreadAligner<string>(plan.atoms, {
    matches: (item) => items[item]?.test(compared) ?? false,
    keeps: (item) => named[item] === true,
    takesAny: (item) => items[item]?.pattern.matcher.kind === 'any',
  });
  let { progress } = aligner;
  const count = readLines(
    view,
    (line, index) => {
      last = line;
      compared = compare(line);
      never.look(line, compared, index);
      if (progress === 'open') progress = aligner.push(line);
      return progress === 'open' || never.isNeeded;
    },
    plan.reading,
  );
  const kept = aligner.finish();
  if (kept === null || progress === 'failed') return { ok: false, notes: [] };
  const captures = new Map<string, string>();
  for (const { item, element } of kept) {
    const { segments = [] } = items[item] ?? {};
    const ends = matchSegments(segments, compare(element));
    if (ends) capture(segments, element, ends, plan.form.collapse, captures);
  }
  return { ok: true, captures, last, count };
}

/** Holds all lines, because what stands on a later one decides what an earlier one captures. */
function alignRepeated({ plan, view, items, never, compare }: LinesComparison): AlignedLines {
  const aligner = new Aligner<string>(plan.atoms, (item, line) => items[item]?.test(line) ?? false);
  const lines: string[] = [];
  const compared: string[] = [];
  let isPossible = true;
  const count = readLines(
    view,
    (line, index) => {
      const form = compare(line);
      lines.push(line);
      compared.push(form);
      never.look(line, form, index);
      isPossible &&= aligner.push(form);
      return isPossible || never.isNeeded;
    },
    plan.reading,
  );
  const alignment = isPossible ? aligner.finish() : null;
  if (!alignment) return { ok: false, notes: [] };
  const choice = chooseAlignment(alignment, plan.atoms, items, compared);
  if (choice.kind === 'unequal') return { ok: false, notes: [] };
  if (choice.kind === 'too-many') {
    const note =
      'the lines fit in too many ways to compare the captured values; make the pattern narrower';
    return { ok: false, notes: [note] };
  }
  const captures = plan.form.collapse
    ? findReal(choice.taken, choice.captures, items, lines, compare)
    : choice.captures;
  return { ok: true, captures, last: lines.at(-1) ?? '', count };
}

/** The captured texts as they were printed, of lines that were compared in another form. */
function findReal(
  taken: readonly TakenLine[],
  values: ReadonlyMap<string, string>,
  items: readonly ResolvedLine[],
  lines: readonly string[],
  compare: (line: string) => string,
): ReadonlyMap<string, string> {
  const captures = new Map<string, string>();
  for (const { item, index } of taken) {
    const { segments = [] } = items[item] ?? {};
    const line = lines[index] ?? '';
    const form = compare(line);
    searchSegments(
      segments,
      form,
      { bindings: values },
      (ends) => {
        const found = [...readCaptures(segments, form, ends)];
        if (!found.every(([name, value]) => values.get(name) === value)) return false;
        capture(segments, line, ends, true, captures);
        return true;
      },
      true,
    );
  }
  return captures;
}

function capture(
  segments: ResolvedLine['segments'],
  line: string,
  ends: Ends,
  isCollapsed: boolean,
  captures: Map<string, string>,
): void {
  const read = (start: number, end: number): string =>
    isCollapsed ? findCollapsed(line, start, end) : line.slice(start, end);
  for (const [name, value] of readCaptures(segments, line, ends, read)) captures.set(name, value);
}
