import type { LinesPlan } from '../../expect/lines/lines-plan.ts';
import { resolveLines } from '../../expect/lines/resolve-lines.ts';
import { collapseLine } from '../../expect/text/collapse.ts';
import type { FitStep } from '../fit-sequence.ts';
import { measureLikeness, tokenize } from '../text/tokens.ts';
import type { RewriteRequest } from '../types.ts';
import type { FittedLines, PrintedLines } from './fit-lines.ts';
import { literalOf } from './literal-line.ts';
import { createRefit } from './refit-line.ts';

/** Lines that have less than this in common are not taken for the same one. */
const ALIKE = 0.5;

/**
 * Gives each printed line to a line of a fence in which they have no order. What is left over on
 * both sides is put together where it looks alike; new lines come last.
 */
export function fitUnordered(
  { patterns, atoms, form }: LinesPlan,
  { lines }: PrintedLines,
  { source, scope }: Pick<RewriteRequest, 'source' | 'scope'>,
): FittedLines {
  const items = resolveLines(patterns, form, scope, new Set());
  const literals = patterns.map(literalOf);
  const refit = createRefit(source, scope);
  const free = new Set(atoms.keys());
  const taken = new Map<number, FitStep[]>();
  const take = (atom: number, index: number, kind: 'same' | 'changed'): void => {
    taken.set(atom, [...(taken.get(atom) ?? []), { kind, atom, index }]);
    if (!atoms[atom]?.repeats) free.delete(atom);
  };
  const itemOf = (atom: number): number => atoms[atom]?.item ?? 0;
  const rank = (atom: number): number =>
    (atoms[atom]?.skippable ? 2 : 0) + (literals[itemOf(atom)] === null ? 1 : 0);
  const rest: number[] = [];
  for (const [index, line] of lines.entries()) {
    const compared = form.collapse ? collapseLine(line) : line;
    const fitting = [...free].filter((atom) => items[itemOf(atom)]?.test(compared));
    const [best] = fitting.sort((a, b) => rank(a) - rank(b));
    if (best === undefined) rest.push(index);
    else take(best, index, 'same');
  }
  for (const atom of [...free].filter((one) => !atoms[one]?.skippable)) {
    const pattern = patterns[itemOf(atom)];
    const own = tokenize(literals[itemOf(atom)] ?? '');
    const found = rest.findIndex((index) => {
      const line = lines[index] ?? '';
      if (pattern !== undefined && literals[itemOf(atom)] === null) {
        return refit(pattern, line) !== null;
      }
      return measureLikeness(own, tokenize(line)) >= ALIKE;
    });
    const [index] = found < 0 ? [] : rest.splice(found, 1);
    if (index !== undefined) take(atom, index, 'changed');
  }
  const placed = [...atoms.keys()].flatMap((atom): FitStep[] => {
    const steps = taken.get(atom);
    return steps ?? (atoms[atom]?.skippable ? [] : [{ kind: 'gone', atom }]);
  });
  return {
    atoms,
    refit,
    steps: [...placed, ...rest.map((index): FitStep => ({ kind: 'new', index }))],
  };
}
