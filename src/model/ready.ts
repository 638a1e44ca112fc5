import { loadLibrary } from '../libraries/load.ts';
import type { ValueReader } from './attribute-values.ts';
import { isPort } from './param-types.ts';
import { findReferences, substituteReferences } from './references.ts';
import type { Ready } from './types.ts';

const FORMS = '`http://…`, `https://…`, `port:8000`, `log:/regex/` or `file:PATH`';

/** What a background step is waited for. `${name}` may stand anywhere in it. */
export const READY: ValueReader<Ready> = (text) => {
  const result = readReady(text);
  return typeof result === 'string' ? { complaint: result } : { value: result };
};

/** The condition, or what is wrong with it in words that follow "ready". */
function readReady(text: string): Ready | string {
  if (/^https?:\/\//.test(text)) return readUrl(text);
  const [, kind, rest] = /^(port|log|file):(.*)$/s.exec(text) ?? [];
  if (kind === 'port' && rest !== undefined) return readPort(rest);
  if (kind === 'log' && rest !== undefined) return readLog(rest);
  if (kind === 'file' && rest !== undefined) {
    return rest === '' ? 'must name a file: `file:PATH`' : { kind: 'file', path: rest };
  }
  return `must be ${FORMS}`;
}

function readUrl(url: string): Ready | string {
  // A port is the place where a reference is most likely, and digits are legal everywhere else too.
  const sample = substituteReferences(url, () => '1');
  return URL.canParse(sample) ? { kind: 'http', url } : 'must be a URL that can be asked for';
}

function readPort(port: string): Ready | string {
  const isKnown = findReferences(port).length === 0;
  return isKnown && !isPort(port)
    ? 'must name a port from 1 to 65535, such as `port:8000`'
    : { kind: 'port', port };
}

function readLog(rest: string): Ready | string {
  const pattern = /^\/(.+)\/$/s.exec(rest)?.[1];
  if (pattern === undefined) return 'must have its pattern between slashes: `log:/listening/`';
  try {
    loadLibrary('re2js').RE2JS.compile(substituteReferences(pattern, () => 'x'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `must be a regular expression that RE2 understands (${reason.replace(/^error parsing regexp: /, '')})`;
  }
  return { kind: 'log', pattern };
}
