import type { Problem } from '../../document/problem.ts';
import { infoSpan, vacuousFinding } from '../problems.ts';
import type { ExpectationSource } from '../types.ts';
import type { ExpectedValue } from './evaluate-value.ts';
import type { JsonTemplate } from './json-template.ts';

/** The finding of an expectation that holds for any value. */
export function findVacuousValue(
  source: ExpectationSource,
  { template, path, format }: ExpectedValue,
): Problem[] {
  if (path === undefined) {
    if (!holdsAny(template)) return [];
    return [vacuousFinding(source, infoSpan(source), `this expectation holds for any ${format}`)];
  }
  // A path to one value says that there is such a value.
  if (path.singular || !(holdsAny(template) || holdsAnyArray(template))) return [];
  const message = `this expectation holds for any values at ${path.source}, also for none`;
  return [vacuousFinding(source, infoSpan(source), message)];
}

function holdsAny(template: JsonTemplate): boolean {
  if (template.kind !== 'hole' || template.hole.name !== undefined) return false;
  return template.hole.type.name === 'any' && template.hole.source !== '<<...>>';
}

function holdsAnyArray(template: JsonTemplate): boolean {
  if (template.kind === 'array') {
    return template.elements.length > 0 && template.elements.every(({ kind }) => kind === 'rest');
  }
  if (template.kind !== 'hole' || template.hole.name !== undefined) return false;
  return template.hole.type.name === 'array' && template.hole.constraint === undefined;
}
