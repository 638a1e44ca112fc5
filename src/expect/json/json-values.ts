import type { JsonEntry, JsonNode } from './json-text.ts';

const MAX_SHOWN = 200;

/** Whether two values are equal; numbers by value and to the last digit. */
export function equalJson(a: JsonNode, b: JsonNode): boolean {
  if (a.kind === 'number' && b.kind === 'number') {
    return normalizeNumber(a.source) === normalizeNumber(b.source);
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

/** A value for people, cut when it is long. `text` is what it was parsed from. */
export function showJson(node: JsonNode, text: string): string {
  // Writing out a huge value only to cut it would cost as much as reading it.
  if (node.end - node.start > 20 * MAX_SHOWN) return cutShown(text.slice(node.start, node.end));
  return cutShown(writeJson(node));
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

/** The same text for equal numbers: sign, digits without zeros around them, exponent. */
function normalizeNumber(source: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (!match) return source;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale =
    BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${scale}`;
}
