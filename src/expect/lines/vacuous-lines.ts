import type { Problem } from '../../document/problem.ts';
import { infoSpan, vacuousFinding } from '../problems.ts';
import type { ExpectationSource } from '../types.ts';
import type { LinePattern } from './line-pattern.ts';
import type { LinesPlan } from './lines-plan.ts';

/** A fence fits any output when each of its lines can be left out and one takes every line. */
export function findVacuousLines(
  source: ExpectationSource,
  { patterns, never }: LinesPlan,
): Problem[] {
  const canFail = never.length > 0 || patterns.some(({ quantifier }) => quantifier.min > 0);
  if (canFail || !patterns.some(takesAll)) return [];
  return [vacuousFinding(source, infoSpan(source), 'this expectation holds for any output')];
}

function takesAll({ matcher, quantifier }: LinePattern): boolean {
  if (quantifier.max !== Number.POSITIVE_INFINITY) return false;
  switch (matcher.kind) {
    case 'any':
      return true;
    case 're':
      return matcher.regex.source === '.*';
    case 'glob':
      return matcher.glob.length > 0 && matcher.glob.every(({ kind }) => kind === 'many');
    case 'text': {
      const [only] = matcher.segments;
      const isHole = only?.kind === 'hole' && only.hole.type.name === 'any';
      return matcher.segments.length === 1 && isHole;
    }
  }
}
