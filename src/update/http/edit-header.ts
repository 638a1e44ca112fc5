import { compareHeaders } from '../../expect/http/compare-head.ts';
import type { HeaderPattern } from '../../expect/http/response-pattern.ts';
import type { ExpectationSource, ResponseHead, Scope } from '../../expect/types.ts';
import type { LineEdit } from '../lines/line-edits.ts';
import { escapeText } from '../text/escape-text.ts';
import { generalizeTexts } from '../text/generalize.ts';
import { refitSegments } from '../text/refit.ts';

/** What the edit of a header goes by. */
interface HeaderContext {
  readonly source: ExpectationSource;
  readonly scope: Scope;
  /** Captures of the headers before it. */
  readonly bindings: Map<string, string>;
}

type HeaderEdit = Pick<LineEdit, 'lines' | 'pattern' | 'givesUp'>;

/** The edit with which a header holds; `null` when it does already. */
export function editHeader(
  header: HeaderPattern,
  line: string,
  response: ResponseHead,
  { scope, bindings }: HeaderContext,
): HeaderEdit | null {
  if (compareHeaders([header], response, scope, bindings).length === 0) return null;
  const { name, value } = header;
  const wanted = name.toLowerCase();
  const found = response.headers.find(([known]) => known.toLowerCase() === wanted)?.[1];
  const isText = value?.every(({ kind }) => kind === 'literal') === true;
  if (value === null || found === undefined)
    return { lines: [], ...(isText ? {} : { givesUp: line }) };
  const write = (text: string): string =>
    `${/^[^:]+:[ \t]*/.exec(line)?.[0] ?? `${name}: `}${text}`;
  const lines = [write(escapeText(found))];
  if (isText) {
    const before = value.map((part) => (part.kind === 'literal' ? part.text : '')).join('');
    const pattern = generalizeTexts(before, found);
    return { lines, ...(pattern === null ? {} : { pattern: [write(pattern)] }) };
  }
  const refit = refitSegments(value, found, (known) => bindings.get(known) ?? scope.get(known));
  return refit === null ? { lines, givesUp: line } : { lines: [write(refit)] };
}
