import type { Problem } from '../../document/problem.ts';
import type { Origin } from '../attributes.ts';
import { infoSpan, type ProblemSink, type Span, vacuousFinding } from '../problems.ts';
import { defineName, type FenceNames } from '../text/capture-names.ts';
import { type Reading, readText } from '../text/normalize.ts';
import { compileRegex, type RegexTemplate, readRegex } from '../text/regex.ts';
import type {
  ComparedSource,
  ExpectationResult,
  ExpectationSource,
  OutputView,
  Scope,
} from '../types.ts';
import { cutRows } from './diff-rows.ts';

/** A fence that is one expression for the whole text. */
export interface WholePlan {
  readonly origin: Origin;
  readonly reading: Reading;
  readonly regex: RegexTemplate;
  /** Document line of the fence's first line. */
  readonly line: number;
  readonly source: string;
}

const MAX_MEBIBYTES = 64;
const SHOWN_LINES = 20;
const NAMED_GROUP = /\\[\s\S]|\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>/g;
const FITS_ALL: ReadonlySet<string> = new Set(['(?s).*', '(?s:.*)', '[\\s\\S]*']);

/** Reads a fence of `match=regex`; named groups are what it captures. */
export function compileWhole(
  source: ExpectationSource,
  origin: Origin,
  reading: Reading,
  names: FenceNames,
  sink: ProblemSink,
): WholePlan | null {
  const text = source.fence.body.replace(/\n$/, '');
  const line = source.fence.line + 1;
  const spanOf = (offset: number, length: number): Span => {
    const before = text.slice(0, offset).split('\n');
    return { line: line + before.length - 1, column: (before.at(-1) ?? '').length + 1, length };
  };
  const first = text.split('\n', 1)[0] ?? '';
  const regex = readRegex(text, false, spanOf(0, first.length), sink, true);
  if (regex === null) return null;
  for (const { 1: name, index, 0: written } of text.matchAll(NAMED_GROUP)) {
    if (name === undefined) continue;
    const place = spanOf(index, written.length);
    defineName(name, place, names, sink, (value) => refuseGroup(text, index, value));
  }
  for (const { name, index } of regex.references) {
    const place = spanOf(index, name.length + 3);
    names.references.push({ name, line: place.line, column: place.column });
  }
  return { origin, reading, regex, line, source: text };
}

/** Pieces of an expression, of which none is cut: an escape, a class of characters, a parenthesis. */
const PIECE = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|[()]|[^()[\\]+|\[/g;

/** Holds a value against the named group that begins at an offset, as far as that stands by itself. */
function refuseGroup(expression: string, index: number, value: string): string | undefined {
  let depth = 0;
  let group = '';
  for (const [piece] of expression.slice(index).matchAll(PIECE)) {
    depth += piece === '(' ? 1 : piece === ')' ? -1 : 0;
    group += piece;
    if (depth === 0) break;
  }
  const flags = /^\(\?[imsU-]+\)/.exec(expression)?.[0] ?? '';
  // What a reference stands for is not known here.
  if (depth !== 0 || /\$\{\w+\}/.test(group)) return undefined;
  const template = { source: flags + group, references: [], ignoreCase: false, multiline: true };
  const fits = compileRegex(template, new Map(), new Set()).matchesWhole(value);
  return fits ? undefined : `must match \`${group}\``;
}

/** The finding about an expression that fits everything. */
export function findVacuousWhole(source: ExpectationSource, plan: WholePlan): Problem[] {
  if (!FITS_ALL.has(plan.source)) return [];
  return [vacuousFinding(source, infoSpan(source), 'this expectation holds for any output')];
}

/** Holds a whole text, its last newline aside, against an expression. */
export function evaluateWhole(
  plan: WholePlan,
  name: ComparedSource,
  view: OutputView,
  scope: Scope,
): ExpectationResult {
  const missing = new Set<string>();
  const regex = compileRegex(plan.regex, scope, missing);
  const refuse = (rows: boolean, notes: readonly string[], text = ''): ExpectationResult => ({
    ok: false,
    mismatch: { kind: 'lines', stream: name, rows: rows ? showBoth(plan, text) : [], notes },
  });
  if (missing.size > 0) {
    return refuse(
      false,
      [...missing].map((one) => `\`${one}\` has no value`),
    );
  }
  const text = readText(view, MAX_MEBIBYTES * 1024 * 1024, plan.reading);
  if (text === null) {
    const note = `the output is larger than ${MAX_MEBIBYTES} MiB, more than \`match=regex\` compares`;
    return refuse(false, [note]);
  }
  const captures = regex.captureWhole(text.replace(/\n$/, ''));
  if (captures !== null) return { ok: true, captures };
  const notes = text === '' ? ['nothing was printed'] : [];
  return refuse(true, [...notes, 'the expression does not match the whole of the output'], text);
}

/** The expression, and the beginning of the text. */
function showBoth(plan: WholePlan, text: string) {
  const expected = plan.source.split('\n').map((line, at) => ({
    kind: 'expected' as const,
    documentLine: plan.line + at,
    text: line,
  }));
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const got = lines.slice(0, SHOWN_LINES).map((line, at) => ({
    kind: 'got' as const,
    outputLine: at + 1,
    text: line,
  }));
  const count = lines.length - got.length;
  const fold = count > 0 ? [{ kind: 'fold' as const, text: '', count }] : [];
  return cutRows([...expected, ...got, ...fold]);
}
