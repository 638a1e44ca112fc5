import { toLiteral } from './lines.ts';

/** A block with a result as an expectation of ours. */
export interface LoweredResult {
  readonly info: string;
  readonly body: readonly string[];
  readonly notes: readonly string[];
}

/** What differs from one run to the next without meaning anything. */
const VARY = 'uuid,iso8601,ip,duration,size,number';

/**
 * A result that is compared with a similarity becomes one of the same form: JSON with the same keys
 * and types, text with the same words. How near a text is says nothing about what it means.
 */
export function describeResult(
  lang: string,
  body: readonly string[],
  similarity: number,
): LoweredResult {
  const value = lang === 'json' ? readJson(body) : undefined;
  const dropped = `a similarity of ${similarity} is no verdict here, so it is dropped`;
  if (similarity >= 1) {
    return value === undefined
      ? { info: 'stdout', body: body.map(toLiteral), notes: [] }
      : { info: 'json expect exact', body: writeJson(value, guardText), notes: [] };
  }
  if (value !== undefined) {
    const notes = [`${dropped}: keys and types have to be the same`];
    return { info: 'json expect', body: writeJson(value, describeType), notes };
  }
  const unread = lang === 'json' ? ['the result is not JSON, so it is compared as text'] : [];
  const notes = [
    ...unread,
    `${dropped}: the words have to be the same, not numbers, times and ids`,
  ];
  return { info: `stdout ws=collapse vary=${VARY}`, body: body.map(toLiteral), notes };
}

function readJson(body: readonly string[]): unknown {
  try {
    return JSON.parse(body.join('\n')) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeJson(value: unknown, leaf: (value: unknown) => unknown): string[] {
  return JSON.stringify(mapLeaves(value, leaf), null, 2).split('\n');
}

function mapLeaves(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, leaf));
  if (typeof value !== 'object' || value === null) return leaf(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapLeaves(item, leaf)]),
  );
}

/** A hole of the type; an absent value may be there in another run. */
function describeType(value: unknown): unknown {
  if (typeof value === 'string') return '<<:string>>';
  if (typeof value === 'number') return '<<:number>>';
  return typeof value === 'boolean' ? '<<:bool>>' : '<<:any>>';
}

function guardText(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/<<|\$\{/g, '\\$&') : value;
}
