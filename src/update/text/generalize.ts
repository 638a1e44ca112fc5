import { HOLE_TYPES, type HoleType } from '../../expect/text/hole-types.ts';
import { loadLibrary } from '../../libraries/load.ts';
import { escapeText } from './escape-text.ts';
import { isOfType } from './of-type.ts';

/** Types from the narrowest to the widest; `any` text is what is left when none fits. */
const NARROWEST_FIRST: readonly string[] = [
  'uuid',
  'iso8601',
  'semver',
  'ip',
  'url',
  'duration',
  'size',
  'int',
  'number',
  'hex',
  'bool',
  'word',
  'path',
];

/** Longer lines are not compared: time grows with the square of their differences. */
const MAX_UNITS = 1000;

/** What varies as a whole: times with a blank in them, sizes, and runs without blanks and quotes. */
const UNIT =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|\d+(?:\.\d+)? (?:bytes?|[kKMGTPE]i?B)\b|\s+|[^\s"'`(){}[\],;=<>|]+|[\s\S]/gu;

/** Hexadecimal digits are found in many words; a value of that type has digits, or is long. */
const LIKE_HEX = /\d|.{8}/;

/**
 * A text with holes that stands for two texts: what is equal stays, what differs becomes a hole of
 * the narrowest type that takes both. `null` when nothing of them is equal.
 */
export function generalizeTexts(a: string, b: string): string | null {
  const [left, right] = [split(a), split(b)];
  if (left.length + right.length > MAX_UNITS) return null;
  const parts: string[] = [];
  let kept = false;
  let gone: string[] = [];
  let come: string[] = [];
  const close = (): void => {
    if (gone.length > 0 || come.length > 0) parts.push(...generalizeUnits(gone, come));
    gone = [];
    come = [];
  };
  for (const { added, removed, value } of loadLibrary('diff').diffArrays(left, right)) {
    if (added) come.push(...value);
    else if (removed) gone.push(...value);
    else if (value.every((unit) => unit.trim() === '') && (gone.length > 0 || come.length > 0)) {
      // A blank between two differences belongs to both of them until the units are paired.
      gone.push(...value);
      come.push(...value);
    } else {
      const blanks = takeBlanks(gone, come);
      close();
      parts.push(escapeText(blanks + value.join('')));
      kept ||= value.some((unit) => /[\p{L}\p{N}]/u.test(unit));
    }
  }
  const blanks = takeBlanks(gone, come);
  close();
  parts.push(blanks);
  const source = parts.join('').replace(/(?:<<\.\.\.>>\s*)*<<\.\.\.>>/g, '<<...>>');
  return kept || !source.includes('<<...>>') ? source : null;
}

/** The type of hole that stands for both texts as a whole; `undefined` when only `any` does. */
export function findCommonType(a: string, b: string): HoleType | undefined {
  for (const name of NARROWEST_FIRST) {
    const type = HOLE_TYPES.get(name);
    if (!type || !isOfType(a, type) || !isOfType(b, type)) continue;
    if (name === 'hex' && !(LIKE_HEX.test(a) && LIKE_HEX.test(b))) continue;
    return type;
  }
  return undefined;
}

/** Types that may take what one of this type does not, the narrowest first. */
export function listWiderTypes(name: string): readonly string[] {
  const at = NARROWEST_FIRST.indexOf(name);
  return at < 0 ? [] : [...NARROWEST_FIRST.slice(at + 1), 'any'];
}

function split(text: string): string[] {
  return text.match(UNIT) ?? [];
}

/** The blanks that both end with, which are taken away. */
function takeBlanks(a: string[], b: string[]): string {
  const last = a.at(-1);
  if (last === undefined || last !== b.at(-1) || last.trim() !== '') return '';
  a.pop();
  b.pop();
  return last;
}

function generalizeUnits(gone: readonly string[], come: readonly string[]): string[] {
  if (gone.length !== come.length) return ['<<...>>'];
  return gone.map((unit, index) => generalizeUnit(unit, come[index] ?? ''));
}

function generalizeUnit(a: string, b: string): string {
  if (a === b) return escapeText(a);
  const whole = findCommonType(a, b);
  if (whole !== undefined && whole.name !== 'path') return `<<:${whole.name}>>`;
  const start = countSame(a, b);
  const end = countSame(reverse(a.slice(start)), reverse(b.slice(start)));
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const inner = start + end > 0 ? findCommonType(left, right) : undefined;
  if (inner !== undefined && inner.name !== 'path') {
    const tail = escapeText(a.slice(a.length - end));
    return `${escapeText(a.slice(0, start))}<<:${inner.name}>>${end === 0 ? '' : tail}`;
  }
  return whole === undefined ? '<<...>>' : `<<:${whole.name}>>`;
}

/** How many characters two texts begin with in common, not counting those within a word or number. */
function countSame(a: string, b: string): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const isInside = (text: string): boolean =>
    /[\p{L}\p{N}.]/u.test(text[same - 1] ?? '') &&
    !isBorder(text[same - 1] ?? '', text[same] ?? '');
  while (same > 0 && (isInside(a) || isInside(b))) same--;
  return same;
}

function isBorder(left: string, right: string): boolean {
  if (right === '') return true;
  if (/[\p{N}.]/u.test(left) && /[\p{N}.]/u.test(right)) return false;
  if (left === '.') return false;
  return /\p{L}/u.test(left) !== /\p{L}/u.test(right);
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}
