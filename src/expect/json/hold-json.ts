import type { JsonDifference } from '../types.ts';
import { type ComparisonOptions, startComparison } from './comparison.ts';
import { compareJson } from './json-compare.ts';
import { searchJson } from './json-search.ts';
import type { JsonTemplate } from './json-template.ts';
import type { JsonNode } from './json-text.ts';

/** Whether a value fits a template, with its captures or with what is different. */
export type HeldJson =
  | { readonly ok: true; readonly captures: ReadonlyMap<string, string> }
  | {
      readonly ok: false;
      readonly differences: readonly JsonDifference[];
      /** Differences beyond those. */
      readonly omitted: number;
      readonly notes: readonly string[];
    };

const GIVEN_UP =
  'there may be another way in which the captured values agree; the search for it was given up, ' +
  'so say more about the elements that are captured from';

/** Holds a value against a template. `path` is what the value is called in differences. */
export function holdJson(
  template: JsonTemplate,
  node: JsonNode,
  path: string,
  options: ComparisonOptions,
): HeldJson {
  const comparison = startComparison(options);
  compareJson(template, node, path, comparison);
  const { bindings, differences, count } = comparison;
  if (count === 0) return { ok: true, captures: bindings };
  const captures = repeatsCapture(template) ? searchJson(template, node, options) : 'none';
  if (typeof captures !== 'string') return { ok: true, captures };
  const notes = captures === 'given-up' ? [GIVEN_UP] : [];
  return { ok: false, differences, omitted: count - differences.length, notes };
}

/** Whether a captured name stands again, so that another way to fit may be the right one. */
function repeatsCapture(template: JsonTemplate): boolean {
  switch (template.kind) {
    case 'object':
      return template.entries.some(({ value }) => repeatsCapture(value));
    case 'array':
      return template.elements.some((e) => e.kind !== 'rest' && repeatsCapture(e));
    case 'back':
      return template.internal;
    case 'text':
      return template.segments.some((s) => s.kind === 'back' && s.internal);
    default:
      return false;
  }
}
