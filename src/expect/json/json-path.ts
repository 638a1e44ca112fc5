import { findEntry, type JsonNode } from './json-text.ts';

/** The members and indices from `$` to a value; an index below 0 counts from the end. */
export type JsonPath = readonly (string | number)[];

export type ParsedPath =
  | { readonly ok: true; readonly path: JsonPath; readonly end: number }
  | { readonly ok: false; readonly reason: 'syntax' | 'later'; readonly end: number };

const STEP =
  /\.([A-Za-z_\x80-\uffff][A-Za-z0-9_\x80-\uffff]*)|\[\s*(?:(-?\d+)|("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)')\s*\]/y;
/** Steps of RFC 9535 that select more than one value. */
const MANY = /\.\.|\.\*|\[\s*(?:\*|\?|-?\d*\s*:|[^\]]*,)/y;

/** Reads a path of members and indices that begins with the `$` at `start` and ends at a blank. */
export function parseJsonPath(text: string, start: number): ParsedPath {
  const path: (string | number)[] = [];
  let end = start + 1;
  if (text[start] !== '$') return { ok: false, reason: 'syntax', end };
  while (end < text.length && !/\s/.test(text[end] ?? '')) {
    STEP.lastIndex = end;
    const [step = '', name, index, double, single] = STEP.exec(text) ?? [];
    if (step === '') {
      MANY.lastIndex = end;
      return { ok: false, reason: MANY.test(text) ? 'later' : 'syntax', end };
    }
    if (index !== undefined) path.push(Number(index));
    else if (single !== undefined) path.push(single.replace(/\\(.)/g, '$1'));
    else path.push(name ?? parseName(double ?? ''));
    end += step.length;
  }
  return { ok: true, path, end };
}

function parseName(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    // An escape that JSON does not have stands for its character.
    return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
  }
}

/** The value at a path, or `undefined` when there is none. */
export function followPath(node: JsonNode, path: JsonPath): JsonNode | undefined {
  let current: JsonNode | undefined = node;
  for (const step of path) {
    if (typeof step === 'number') {
      current = current?.kind === 'array' ? current.items.at(step) : undefined;
    } else
      current = current?.kind === 'object' ? findEntry(current.entries, step)?.value : undefined;
  }
  return current;
}
