import { cutShown } from '../json/json-values.ts';
import { readLines, readText } from '../text/normalize.ts';
import { compileRegex, type RegexTemplate } from '../text/regex.ts';
import { resolveSegments } from '../text/resolve-segments.ts';
import type { OutputView, Scope } from '../types.ts';
import type { StreamCheck, Text } from './conditions.ts';

const MAX_MEBIBYTES = 64;

/**
 * Holds a condition on a stream, or on a file, that is called `stream` for people: `null` when it
 * holds, otherwise what was found instead.
 */
export function checkStream(
  stream: string,
  check: StreamCheck,
  view: OutputView,
  scope: Scope,
): string | null {
  switch (check.kind) {
    case 'empty':
      if (check.negated !== (view.size === 0)) return null;
      return describeStream(stream, view);
    case 'regex':
      return checkRegex(stream, check.regex, check.negated, view, scope);
    case 'contains':
      return withText(check.text, scope, (text) => {
        const line = findText(view, text);
        if (line === null) return tooLarge(stream);
        if (line >= 0 !== check.negated) return null;
        return check.negated ? showLine(stream, view, line) : describeStream(stream, view);
      });
    case 'equals':
      return withText(check.text, scope, (text) => {
        const actual = readText(view, MAX_MEBIBYTES * 1024 * 1024);
        if (actual === null) return tooLarge(stream);
        const equal = actual === text || actual === `${text}\n`;
        return equal !== check.negated ? null : describeStream(stream, view);
      });
  }
}

/** Resolves a quoted text; a name without a value is what is wrong then. */
export function withText(
  text: Text,
  scope: Scope,
  check: (value: string) => string | null,
): string | null {
  const missing = new Set<string>();
  const [only] = resolveSegments(text, scope, missing);
  const [name] = missing;
  if (name !== undefined) return `\`${name}\` has no value`;
  return check(only?.kind === 'literal' ? only.text : '');
}

function checkRegex(
  stream: string,
  template: RegexTemplate,
  negated: boolean,
  view: OutputView,
  scope: Scope,
): string | null {
  const missing = new Set<string>();
  const regex = compileRegex(template, scope, missing);
  const [name] = missing;
  if (name !== undefined) return `\`${name}\` has no value`;
  const line = findLine(view, (text) => regex.matchesWithin(text));
  if (line >= 0 !== negated) return null;
  return negated ? showLine(stream, view, line) : describeStream(stream, view);
}

/** Index of the first line that fits, `-1` for none. */
function findLine(view: OutputView, fits: (line: string) => boolean): number {
  let found = -1;
  readLines(view, (line, index) => {
    if (fits(line)) found = index;
    return found < 0;
  });
  return found;
}

/** Index of the line in which a text begins, `-1` for none, `null` for too large a stream. */
function findText(view: OutputView, text: string): number | null {
  if (!text.includes('\n')) {
    return text === '' ? 0 : findLine(view, (line) => line.includes(text));
  }
  const whole = readText(view, MAX_MEBIBYTES * 1024 * 1024);
  if (whole === null) return null;
  const at = whole.indexOf(text);
  return at < 0 ? -1 : whole.slice(0, at).split('\n').length - 1;
}

function tooLarge(stream: string): string {
  return `${stream} is larger than ${MAX_MEBIBYTES} MiB`;
}

function showLine(stream: string, view: OutputView, wanted: number): string {
  let found = '';
  readLines(view, (line, index) => {
    found = line;
    return index < wanted;
  });
  return `line ${wanted + 1} of ${stream} is ${cutShown(JSON.stringify(found))}`;
}

/** What is on a stream, in a few words: its first and last line. */
function describeStream(stream: string, view: OutputView): string {
  let first = '';
  let last = '';
  const { lines } = readLines(view, (line, index) => {
    if (index === 0) first = line;
    last = line;
    return true;
  });
  if (lines === 0) return `${stream} is empty`;
  if (lines === 1) return `${stream} is ${cutShown(JSON.stringify(first))}`;
  return `${stream} has ${lines} lines, from ${cutShown(JSON.stringify(first))} to ${cutShown(JSON.stringify(last))}`;
}
