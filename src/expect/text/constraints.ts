import { loadLibrary } from '../../libraries/load.ts';
import type { ConstraintKind } from './hole-types.ts';

/** What a value of a hole must fulfil beyond its type. */
export interface Constraint {
  /** Completes a sentence about the value: `within 1024..65535`. */
  readonly phrase: string;
  readonly holds: (value: string) => boolean;
  /** The only values possible, when they can be listed. */
  readonly values?: readonly string[];
}

/** A constraint, or what is wrong with it. */
export type ParsedConstraint =
  | { readonly ok: true; readonly constraint: Constraint }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Reads the text after a type's name; `text` is trimmed and not empty. */
export function parseConstraint(
  kind: ConstraintKind,
  type: string,
  text: string,
): ParsedConstraint {
  switch (kind) {
    case 'int-range':
      return parseRange(text, /^[+-]?\d+$/, compareInts, '`1..10`, `1..` or `..10`');
    case 'number-range':
      return parseRange(text, /^[+-]?\d+(?:\.\d+)?$/, compareNumbers, '`0..1`, `0.5..` or `..1`');
    case 'semver-range':
      return parseSemverRange(text);
    case 'enum':
      return parseEnum(text);
    case 'none':
      return fail(`\`${type}\` takes no constraint, found \`${text}\``, `write \`<<:${type}>>\``);
  }
}

function fail(message: string, hint: string): ParsedConstraint {
  return { ok: false, message, hint };
}

function parseRange(
  text: string,
  bound: RegExp,
  compare: (a: string, b: string) => number,
  forms: string,
): ParsedConstraint {
  const parts = text.split('..');
  const [low = '', high = ''] = parts.map((part) => part.trim());
  const bounds = [low, high].filter((part) => part !== '');
  if (parts.length !== 2 || bounds.length === 0 || !bounds.every((part) => bound.test(part))) {
    return fail(`\`${text}\` is not a range`, `a range is ${forms}`);
  }
  if (low !== '' && high !== '' && compare(low, high) > 0) {
    return fail(`the range \`${text}\` is empty`, 'the smaller bound comes first');
  }
  const constraint: Constraint = {
    phrase: `within ${low}..${high}`,
    holds: (value) =>
      (low === '' || compare(value, low) >= 0) && (high === '' || compare(value, high) <= 0),
  };
  return { ok: true, constraint };
}

/** Exact for integers of any size. */
function compareInts(a: string, b: string): number {
  const [x, y] = [BigInt(a.replace('+', '')), BigInt(b.replace('+', ''))];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareNumbers(a: string, b: string): number {
  return Number(a) - Number(b);
}

function parseSemverRange(text: string): ParsedConstraint {
  if (loadLibrary('semver').validRange(text) === null) {
    return fail(`\`${text}\` is not a range of versions`, 'such as `^2.1` or `>=1.2 <3`');
  }
  return {
    ok: true,
    constraint: { phrase: text, holds: (value) => loadLibrary('semver').satisfies(value, text) },
  };
}

function parseEnum(text: string): ParsedConstraint {
  const values = text.split('|').map((value) => value.trim());
  if (values.includes('')) {
    return fail(`\`${text}\` has an empty value`, 'values are written `up|ok`');
  }
  return {
    ok: true,
    constraint: {
      phrase: `one of ${values.join(', ')}`,
      holds: (value) => values.includes(value),
      values,
    },
  };
}
