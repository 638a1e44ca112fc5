import { loadLibrary } from '../../libraries/load.ts';
import type { ProblemSink, Span } from '../problems.ts';
import type { Scope } from '../types.ts';
import { findNeededText } from './needed-text.ts';

/** A regular expression in which `${name}` stands for the text of a value. */
export interface RegexTemplate {
  readonly source: string;
  /** Names of the references, with their offsets in `source`. */
  readonly references: readonly { readonly name: string; readonly index: number }[];
  readonly ignoreCase: boolean;
  /** `^` and `$` are the ends of lines as well. */
  readonly multiline: boolean;
}

/** A compiled expression; every use takes time linear in the text. */
export interface RegexMatcher {
  /** Whether the whole text matches. */
  matchesWhole(text: string): boolean;
  /** Whether the text has a match anywhere. */
  matchesWithin(text: string): boolean;
}

/** One that can also tell what its groups took. */
export interface Regex extends RegexMatcher {
  /** The texts of the named groups that took part, when the whole text matches. */
  captureWhole(text: string): ReadonlyMap<string, string> | null;
}

const REFERENCE = /\\[\s\S]|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The reason quotes the expression. */
const MAX_REASON = 200;

/** Expressions without references, which are compiled once. */
const compiledTemplates = new WeakMap<RegexTemplate, Regex>();

/** Reads and tries an expression; `null` and a problem at `span` when it cannot be used. */
export function readRegex(
  source: string,
  ignoreCase: boolean,
  span: Span,
  sink: ProblemSink,
  multiline = false,
): RegexTemplate | null {
  const references = [...source.matchAll(REFERENCE)].flatMap((match) =>
    match[1] === undefined ? [] : [{ name: match[1], index: match.index }],
  );
  const template = { source, references, ignoreCase, multiline };
  try {
    compileRegex(template, new Map(), new Set());
    return template;
  } catch (error) {
    if (!isRegexError(error)) throw error;
    sink.add('bad-regex', span, describeRegexError(error), adviseOn(source));
    return null;
  }
}

/** Compiles the expression with the values put in, as literal text. */
export function compileRegex(template: RegexTemplate, scope: Scope, missing: Set<string>): Regex {
  const known = compiledTemplates.get(template);
  if (known) return known;
  const { RE2JS } = loadLibrary('re2js');
  const source = template.source.replace(REFERENCE, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole;
    const value = scope.get(name);
    if (value === undefined) missing.add(name);
    return `(?:${RE2JS.quote(value ?? '')})`;
  });
  const { ignoreCase, multiline } = template;
  const compiled = RE2JS.compile(
    source,
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0),
  );
  const needed = ignoreCase ? '' : findNeededText(source);
  const regex: Regex = {
    matchesWhole: (text) => text.includes(needed) && compiled.testExact(text),
    matchesWithin: (text) => text.includes(needed) && compiled.test(text),
    captureWhole(text) {
      const matcher = compiled.matcher(text);
      if (!matcher.matches()) return null;
      const groups = Object.keys(compiled.namedGroups());
      return new Map(
        groups.flatMap((name): [string, string][] => {
          const value: string | null = matcher.group(name);
          return value === null ? [] : [[name, value]];
        }),
      );
    },
  };
  if (template.references.length === 0) compiledTemplates.set(template, regex);
  return regex;
}

/** Whether an error is the engine's about an expression. */
export function isRegexError(error: unknown): error is Error {
  return error instanceof loadLibrary('re2js').RE2JSException;
}

/** What the engine says about an expression that it refuses. */
export function describeRegexError(error: Error): string {
  const reason = error.message.replace(/^error parsing regexp: /, '');
  const shown = reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}…` : reason;
  return `not a usable regular expression: ${shown}`;
}

/** What to know about the dialect, given what a refused expression looks like. */
export function adviseOn(source: string): string {
  const dialect = 'expressions are in the syntax of RE2, which takes linear time';
  if (/\(\?<?[=!]/.test(source)) return `${dialect} and has no lookahead or lookbehind`;
  if (/\\(?:[1-9]|k[<{'])|\(\?P=/.test(source)) return `${dialect} and has no back-references`;
  if (/\(\?>|[*+?}]\+/.test(source)) return `${dialect} and has no possessive or atomic groups`;
  if (/\{\d+(?:,\d*)?\}/.test(source)) {
    return `${dialect} and counts repetitions up to 1000, those inside others multiplied`;
  }
  return dialect;
}
