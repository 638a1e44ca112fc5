import { parseDuration } from '../model/duration.ts';
import type { ParamSpec, ParamType } from '../model/types.ts';

const EXPECTED: Readonly<Record<Exclude<ParamType, 'enum'>, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  bool: '`true` or `false`',
  path: 'a path',
  port: 'a port from 1 to 65535, or `free`',
  url: 'a URL such as `https://example.org/`',
  duration: 'a duration such as `500ms`, `10s`, `5m` or `1h`',
};

/** What a value of this param looks like, in words. */
export function describeType(spec: ParamSpec): string {
  if (spec.type !== 'enum') return EXPECTED[spec.type];
  return `one of ${(spec.values ?? []).map((value) => `\`${value}\``).join(', ')}`;
}

/** Whether the text is a value of the param's type. */
export function isValidValue(spec: ParamSpec, text: string): boolean {
  switch (spec.type) {
    case 'string':
      return true;
    case 'int':
      return /^[+-]?\d+$/.test(text);
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
    case 'bool':
      return text === 'true' || text === 'false';
    case 'enum':
      return (spec.values ?? []).includes(text);
    case 'path':
      return text !== '' && !text.includes('\0');
    case 'port':
      return (
        text === 'free' || (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535)
      );
    case 'url':
      return URL.canParse(text);
    case 'duration':
      return parseDuration(text) !== undefined;
  }
}
