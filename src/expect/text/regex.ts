import { RE2JS, RE2JSException } from 're2js';
import type { ProblemSink, Span } from '../problems.ts';
import type { Scope } from '../types.ts';

/** A regular expression in which `${name}` stands for the text of a value. */
export interface RegexTemplate {
  readonly source: string;
  /** Names of the references, with their offsets in `source`. */
  readonly references: readonly { readonly name: string; readonly index: number }[];
  readonly ignoreCase: boolean;
}

/** A compiled expression; every use takes time linear in the text. */
export interface Regex {
  /** Whether the whole text matches. */
  matchesWhole(text: string): boolean;
  /** Whether the text has a match anywhere. */
  matchesWithin(text: string): boolean;
}

const REFERENCE = /\\[\s\S]|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Reads and tries an expression; `null` and a problem at `span` when it cannot be used. */
export function readRegex(
  source: string,
  ignoreCase: boolean,
  span: Span,
  sink: ProblemSink,
): RegexTemplate | null {
  const references = [...source.matchAll(REFERENCE)].flatMap((match) =>
    match[1] === undefined ? [] : [{ name: match[1], index: match.index }],
  );
  const template = { source, references, ignoreCase };
  try {
    compileRegex(template, new Map(), new Set());
    return template;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    sink.add('bad-regex', span, `not a usable regular expression: ${reason}`, adviseOn(source));
    return null;
  }
}

/** Compiles the expression with the values put in, as literal text. */
export function compileRegex(template: RegexTemplate, scope: Scope, missing: Set<string>): Regex {
  const source = template.source.replace(REFERENCE, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole;
    const value = scope.get(name);
    if (value === undefined) missing.add(name);
    return `(?:${RE2JS.quote(value ?? '')})`;
  });
  const compiled = RE2JS.compile(source, template.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  return {
    matchesWhole: (text) => compiled.testExact(text),
    matchesWithin: (text) => compiled.test(text),
  };
}

function adviseOn(source: string): string {
  const dialect = 'expressions are in the syntax of RE2, which takes linear time';
  if (/\(\?<?[=!]/.test(source)) return `${dialect} and has no lookahead or lookbehind`;
  if (/\\(?:[1-9]|k<)/.test(source)) return `${dialect} and has no back-references`;
  if (/\(\?>|[*+?}]\+/.test(source)) return `${dialect} and has no possessive or atomic groups`;
  return dialect;
}
