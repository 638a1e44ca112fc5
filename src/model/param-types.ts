import { DURATION_FORMS, parseDuration } from './duration.ts';
import type { ParamSpec, ParamType } from './types.ts';

/** What the value of a type looks like, in words that follow "must be". */
const EXPECTED: Readonly<Record<Exclude<ParamType, 'enum'>, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  bool: '`true` or `false`',
  path: 'a path',
  port: 'a port from 1 to 65535, or `free`',
  url: 'a URL such as `https://example.org/`',
  duration: `a duration such as ${DURATION_FORMS}`,
};

/** The types that a param can have. */
export const PARAM_TYPES: readonly ParamType[] = [
  'string',
  'int',
  'number',
  'bool',
  'enum',
  'path',
  'port',
  'url',
  'duration',
];

/** What a value of the param looks like, in words that follow "must be". */
export function describeType(spec: Pick<ParamSpec, 'type' | 'values'>): string {
  if (spec.type !== 'enum') return EXPECTED[spec.type];
  return `one of ${(spec.values ?? []).map((value) => `\`${value}\``).join(', ')}`;
}

/** Whether the text is a value of the param's type. */
export function isValidValue(spec: Pick<ParamSpec, 'type' | 'values'>, text: string): boolean {
  switch (spec.type) {
    case 'string':
      return true;
    case 'int':
      return /^[+-]?\d+$/.test(text);
    case 'number':
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
    case 'bool':
      return text === 'true' || text === 'false';
    case 'enum':
      return (spec.values ?? []).includes(text);
    case 'path':
      return text !== '' && !text.includes('\0');
    case 'port':
      return text === 'free' || isPort(text);
    case 'url':
      return URL.canParse(text);
    case 'duration':
      return parseDuration(text) !== undefined;
  }
}

/** Whether the text is the number of a port that something can listen on. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
