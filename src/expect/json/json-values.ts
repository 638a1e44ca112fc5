import type { JsonEntry, JsonNode } from './json-text.ts';

const MAX_SHOWN = 200;

/** Whether two values are equal; numbers by value and to the last digit. */
export function equalJson(a: JsonNode, b: JsonNode): boolean {
  if (a.kind === 'number' && b.kind === 'number') {
    return equalNumbers(a.source, b.source);
  }
  if (a.kind === 'array' && b.kind === 'array') {
    const { items } = b;
    if (a.items.length !== items.length) return false;
    return a.items.every((item, index) => {
      const other = items[index];
      return other !== undefined && equalJson(item, other);
    });
  }
  if (a.kind === 'object' && b.kind === 'object') {
    const [left, right] = [toMap(a.entries), toMap(b.entries)];
    if (left.size !== right.size) return false;
    return [...left].every(([key, value]) => {
      const other = right.get(key);
      return other !== undefined && equalJson(value, other);
    });
  }
  if (a.kind === 'bool' && b.kind === 'bool') return a.value === b.value;
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  return a.kind === 'null' && b.kind === 'null';
}

function toMap(entries: readonly JsonEntry[]): Map<string, JsonNode> {
  return new Map(entries.map(({ key, value }) => [key, value]));
}

/** A value as compact JSON. */
export function writeJson(node: JsonNode): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.source;
    case 'string':
      return JSON.stringify(node.value);
    case 'array':
      return `[${node.items.map(writeJson).join(',')}]`;
    case 'object':
      return `{${node.entries
        .map(({ key, value }) => `${JSON.stringify(key)}:${writeJson(value)}`)
        .join(',')}}`;
  }
}

/** A value as a capture holds it: strings as they are, everything else as JSON. */
export function toCapturedText(node: JsonNode): string {
  return node.kind === 'string' ? node.value : writeJson(node);
}

/** A value for people, as JSON, cut when it is long. */
export function showJson(node: JsonNode): string {
  const pieces: string[] = [];
  let length = 0;
  // Writing out a huge value only to cut it would cost as much as reading it.
  for (const piece of writePieces(node)) {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_SHOWN) break;
  }
  return cutShown(pieces.join(''));
}

/** The text of {@link writeJson} piece by piece; of long strings only as much as is shown. */
function* writePieces(node: JsonNode): Generator<string> {
  if (node.kind === 'array') {
    yield '[';
    for (const [index, item] of node.items.entries()) {
      if (index > 0) yield ',';
      yield* writePieces(item);
    }
    yield ']';
  } else if (node.kind === 'object') {
    yield '{';
    for (const [index, { key, value }] of node.entries.entries()) {
      yield `${index > 0 ? ',' : ''}${quoteStart(key)}:`;
      yield* writePieces(value);
    }
    yield '}';
  } else yield node.kind === 'string' ? quoteStart(node.value) : writeJson(node);
}

function quoteStart(text: string): string {
  return JSON.stringify(text.length > 2 * MAX_SHOWN ? text.slice(0, 2 * MAX_SHOWN) : text);
}

/** Text cut to what fits into a message. */
export function cutShown(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}

/** A path one step further: `$.name`, `$["other name"]`. */
export function joinPath(path: string, key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key)
    ? `${path}.${key}`
    : `${path}[${JSON.stringify(key)}]`;
}

/** Length of a string in characters, of an array in elements, of an object in keys. */
export function lengthOfJson(node: JsonNode): number | null {
  if (node.kind === 'array') return node.items.length;
  if (node.kind === 'object') return new Set(node.entries.map(({ key }) => key)).size;
  if (node.kind !== 'string') return null;
  let length = 0;
  for (const _ of node.value) length++;
  return length;
}

/** A number of the sign of `a - b`, exact for numbers of any size; `NaN` when one has no place. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [readNumber(a), readNumber(b)];
  if (left === null || right === null) return compareSpecial(a, b);
  const [leftSign, rightSign] = [signOf(left), signOf(right)];
  if (leftSign !== rightSign || leftSign === 0) return leftSign - rightSign;
  return leftSign * compareMagnitudes(left, right);
}

/** A number as `0.DIGITS` times ten to the power of `exponent`; no digits are zero. */
interface Decimal {
  readonly negative: boolean;
  /** Without zeros around them. */
  readonly digits: string;
  readonly exponent: bigint;
}

function readNumber(source: string): Decimal | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const leading = (whole + fraction).replace(/^0+/, '');
  const digits = leading.replace(/0+$/, '');
  const point = BigInt(leading.length) - BigInt(fraction.length);
  return {
    negative: sign === '-' && digits !== '',
    digits,
    exponent: digits === '' ? 0n : BigInt(exponent) + point,
  };
}

function signOf({ negative, digits }: Decimal): number {
  if (digits === '') return 0;
  return negative ? -1 : 1;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -1 : 1;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

/** YAML has infinities, and a value that is no number. */
function compareSpecial(a: string, b: string): number {
  const rank = (source: string) => ({ '-.inf': -1, '.inf': 1, '.nan': Number.NaN })[source] ?? 0;
  return rank(a) - rank(b);
}

function equalNumbers(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [readNumber(a), readNumber(b)];
  if (left === null || right === null) return false;
  return (
    left.negative === right.negative &&
    left.digits === right.digits &&
    left.exponent === right.exponent
  );
}
