/** Where and why a text is no JSON. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

const TOKEN =
  /[ \t\n\r]*(?:(?<mark>[{}[\],:])|(?<text>"[^"\\\u0000-\u001F]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001F]*)*")|(?<value>true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))|(?<end>$))/y;

const BLANKS = /[ \t\n\r]*/y;

type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end';

const MEANING: Readonly<Record<Expecting, string>> = {
  value: 'a value',
  'value or ]': 'a value or `]`',
  key: 'a key in double quotes',
  'key or }': 'a key in double quotes or `}`',
  ':': '`:`',
  ', or ]': '`,` or `]`',
  ', or }': '`,` or `}`',
  end: 'the end',
};

/**
 * Finds the first place at which a text stops being JSON (RFC 8259). `JSON.parse` says that it
 * does, but its account of where differs from one Node to the next.
 *
 * @returns `undefined` for JSON
 */
export function findJsonFault(text: string): JsonFault | undefined {
  if (isJson(text)) return undefined;
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let offset = 0;
  while (true) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    BLANKS.lastIndex = offset;
    const start = offset + (BLANKS.exec(text)?.[0].length ?? 0);
    const next: Expecting | 'done' | undefined =
      match === null ? undefined : advance(expecting, match, open);
    if (next === undefined) return { offset: start, reason: describe(text, start, expecting) };
    if (next === 'done') return undefined;
    expecting = next;
    offset = TOKEN.lastIndex;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What can come after a token, given what was expected; `undefined` when it cannot stand there. */
function advance(
  expecting: Expecting,
  match: RegExpExecArray,
  open: ('{' | '[')[],
): Expecting | 'done' | undefined {
  const { mark, text, value, end } = match.groups ?? {};
  const afterValue = (): Expecting => {
    const around = open.at(-1);
    return around === undefined ? 'end' : around === '{' ? ', or }' : ', or ]';
  };
  if (end !== undefined) return expecting === 'end' ? 'done' : undefined;
  if (expecting === 'value' || expecting === 'value or ]') {
    if (text !== undefined || value !== undefined) return afterValue();
    if (mark === '{' || mark === '[') {
      open.push(mark);
      return mark === '{' ? 'key or }' : 'value or ]';
    }
  }
  if (text !== undefined && (expecting === 'key' || expecting === 'key or }')) return ':';
  if (mark === ':' && expecting === ':') return 'value';
  if (mark === ',' && expecting === ', or ]') return 'value';
  if (mark === ',' && expecting === ', or }') return 'key';
  if ((mark === ']' || mark === '}') && expecting.endsWith(`or ${mark}`)) {
    open.pop();
    return afterValue();
  }
  return undefined;
}

function describe(text: string, offset: number, expecting: Expecting): string {
  const found = /^(?:"[^"\n]{0,30}"?|[\w.+-]{1,30}|.)/s.exec(text.slice(offset, offset + 40))?.[0];
  return `expected ${MEANING[expecting]}, found ${found === undefined ? 'the end' : `\`${found}\``}`;
}
