import type { JSONPathQuery } from 'json-p3';
import { loadLibrary } from '../../libraries/load.ts';
import { lowerQuery, PathFault } from './lower-path.ts';
import type { PathQuery } from './types.ts';

/** A path, or what is wrong with it at an offset of its text; the message follows the path. */
export type ReadPath =
  | { readonly ok: true; readonly path: PathQuery }
  | {
      readonly ok: false;
      readonly offset: number;
      readonly message: string;
      readonly hint: string;
    };

/** A longer one could nest so deep that reading it overflows the stack. */
const MAX_LENGTH = 1000;
const HINT = 'a path is written as in RFC 9535, such as `$.items[0].name` or `$.items[*].id`';

/** Reads a JSONPath of RFC 9535. */
export function readPath(source: string): ReadPath {
  if (!source.startsWith('$')) return fail(0, 'does not begin with `$`');
  if (source.length > MAX_LENGTH) {
    return fail(MAX_LENGTH, `is longer than ${MAX_LENGTH} characters`);
  }
  const reference = source.search(/\$\{[A-Za-z_]/);
  if (reference >= 0) {
    const hint = 'select all, and say in the expectation which value it is';
    return fail(reference, 'has a reference `${…}`, which cannot stand in a path', hint);
  }
  const { JSONPathEnvironment, JSONPathError } = loadLibrary('json-p3');
  try {
    const query: JSONPathQuery = new JSONPathEnvironment().compile(source);
    const segments = lowerQuery(query);
    return { ok: true, path: { source, singular: query.singularQuery(), segments } };
  } catch (error) {
    if (error instanceof PathFault) return fail(error.offset, error.message, error.hint);
    if (!(error instanceof JSONPathError)) throw error;
    return fail(Math.min(error.token.index, source.length), describe(error.message));
  }
}

function fail(offset: number, message: string, hint: string = HINT): ReadPath {
  return { ok: false, offset, message, hint };
}

/** The library's account, without the excerpt that it appends, in our way of quoting. */
function describe(message: string): string {
  const account = message
    .replace(/ \('[\s\S]*':\d+\)$/, '')
    .replace(/ {2,}/g, ' ')
    .replace(/argument (\d+)/, (_, index) => `argument ${Number(index) + 1}`);
  return `is not a path: ${account.replace(/'([^']+)'/g, '`$1`')}`;
}
