import { type Atom, expandAtoms } from '../../expect/align/align.ts';
import { bindLine } from '../../expect/lines/explain-lines.ts';
import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import type { LinesPlan } from '../../expect/lines/lines-plan.ts';
import { type ResolvedLine, resolveLines } from '../../expect/lines/resolve-lines.ts';
import { readCaptures } from '../../expect/text/captured.ts';
import { collapseLine } from '../../expect/text/collapse.ts';
import { matchSegments } from '../../expect/text/match-segments.ts';
import { type FitStep, fitSequence } from '../fit-sequence.ts';
import { measureLikeness, tokenize } from '../text/tokens.ts';
import type { RewriteRequest } from '../types.ts';
import { literalOf } from './literal-line.ts';
import { createRefit, type Refit } from './refit-line.ts';

/** What was printed, as it is compared. */
export interface PrintedLines {
  readonly lines: readonly string[];
  readonly finalNewline: boolean;
}

/** The lines of a fence laid along what was printed. */
export interface FittedLines {
  readonly atoms: readonly Atom[];
  readonly steps: readonly FitStep[];
  readonly refit: Refit;
}

/** Lays the patterns along the lines, or says in one sentence why that cannot be done. */
export function fitLines(
  patterns: readonly LinePattern[],
  { form }: LinesPlan,
  printed: PrintedLines,
  { source, scope }: Pick<RewriteRequest, 'source' | 'scope'>,
): FittedLines | string {
  const missing = new Set<string>();
  const items = resolveLines(patterns, form, scope, missing);
  const [name] = missing;
  if (name !== undefined) return `\`${name}\` has no value`;
  const atoms = expandAtoms(patterns.map(({ quantifier }) => quantifier));
  const compared = form.collapse ? printed.lines.map(collapseLine) : printed.lines;
  const first = fitItems(items, atoms, printed, compared, createRefit(source, scope));
  if (first === null) return TOO_LONG;
  const bindings = collectCaptures(first, compared, items, atoms);
  const refit = createRefit(source, new Map([...scope, ...bindings]));
  if (bindings.size === 0) return { atoms, steps: first, refit };
  const bound = items.map((item) => bindLine(item, bindings));
  const steps = fitItems(bound, atoms, printed, compared, refit);
  return steps === null ? TOO_LONG : { atoms, steps, refit };
}

/** Why nothing is compared. */
export const TOO_LONG = 'too much has changed to compare it line by line';

function fitItems(
  items: readonly ResolvedLine[],
  atoms: readonly Atom[],
  { lines, finalNewline }: PrintedLines,
  compared: readonly string[],
  refit: Refit,
): readonly FitStep[] | null {
  const words = lines.map(tokenize);
  const literals = items.map(({ pattern }) => literalOf(pattern));
  const own = literals.map((text) => (text === null ? [] : tokenize(text)));
  const endsWrongly = (item: number): boolean =>
    finalNewline && items[item]?.pattern.noEol === true;
  const texts = new Set(literals);
  return fitSequence(atoms, lines.length, {
    mayHold: texts.has(null) ? undefined : (index) => texts.has(compared[index] ?? ''),
    isPattern: (item) => literals[item] === null,
    holds: (item, index) => !endsWrongly(item) && items[item]?.test(compared[index] ?? '') === true,
    likeness: (item, index) => {
      const pattern = items[item]?.pattern;
      if (pattern === undefined || literals[item] !== null) {
        return measureLikeness(own[item] ?? [], words[index] ?? []);
      }
      return refit(pattern, lines[index] ?? '') === null ? null : 0.75;
    },
  });
}

/** The captures of the lines that hold, the first of each name. */
function collectCaptures(
  steps: readonly FitStep[],
  lines: readonly string[],
  items: readonly ResolvedLine[],
  atoms: readonly Atom[],
): Map<string, string> {
  const captures = new Map<string, string>();
  for (const step of steps) {
    const item = step.kind === 'same' ? items[atoms[step.atom]?.item ?? -1] : undefined;
    if (step.kind !== 'same' || !item?.hasNames) continue;
    const text = lines[step.index] ?? '';
    const ends = matchSegments(item.segments, text, { bindings: captures });
    if (!ends) continue;
    for (const [name, value] of readCaptures(item.segments, text, ends)) captures.set(name, value);
  }
  return captures;
}
