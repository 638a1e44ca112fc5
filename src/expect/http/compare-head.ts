import { cutShown } from '../json/json-values.ts';
import { readCaptures } from '../text/captured.ts';
import { matchSegments } from '../text/match-segments.ts';
import { bindSegments, resolveSegments, showSegments } from '../text/resolve-segments.ts';
import type { HttpDifference, ResponseHead, Scope } from '../types.ts';
import type { HeaderPattern, StatusPattern } from './response-pattern.ts';

/** The difference, if the status is another one. */
export function compareStatus(
  { line, source, low, high }: StatusPattern,
  { version, status, reason }: ResponseHead,
): HttpDifference | undefined {
  if (status >= low && status <= high) return undefined;
  const actual = `HTTP/${version} ${status} ${reason}`.trimEnd();
  return { documentLine: line, expected: source, actual: [actual] };
}

/**
 * The headers that are not there as they are expected. Names are compared without case (RFC 9110,
 * section 5.1); of several headers of one name any may be the one. What matches is captured into
 * `bindings`.
 */
export function compareHeaders(
  patterns: readonly HeaderPattern[],
  { headers }: ResponseHead,
  scope: Scope,
  bindings: Map<string, string>,
): HttpDifference[] {
  return patterns.flatMap((pattern) => {
    const wanted = pattern.name.toLowerCase();
    const found = headers.filter(([name]) => name.toLowerCase() === wanted);
    const actual = compareHeader(pattern, found, scope, bindings);
    if (actual === null) return [];
    const expected = showHeader(pattern, new Map([...scope, ...bindings]));
    return [{ documentLine: pattern.line, expected, actual }];
  });
}

/** `null` when it holds, otherwise what is there instead. */
function compareHeader(
  { name, value }: HeaderPattern,
  found: ResponseHead['headers'],
  scope: Scope,
  bindings: Map<string, string>,
): string[] | null {
  const shown = found.map(([as, text]) => cutShown(`${as}: ${text}`));
  if (value === null) return found.length === 0 ? null : shown;
  if (found.length === 0) return [`there is no header \`${name}\``];
  const missing = new Set<string>();
  const segments = bindSegments(resolveSegments(value, scope, missing), bindings);
  const [unknown] = missing;
  if (unknown !== undefined) return [`\`${unknown}\` has no value`];
  for (const [, text] of found) {
    const ends = matchSegments(segments, text);
    if (ends === null) continue;
    for (const [key, captured] of readCaptures(segments, text, ends)) bindings.set(key, captured);
    return null;
  }
  return shown;
}

function showHeader({ name, value }: HeaderPattern, values: ReadonlyMap<string, string>): string {
  return `${name}: ${value === null ? '<<:absent>>' : showSegments(value, values)}`;
}
