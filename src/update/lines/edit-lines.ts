import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import type { LinesPlan } from '../../expect/lines/lines-plan.ts';
import type { RewriteRequest } from '../types.ts';
import type { FittedLines, PrintedLines } from './fit-lines.ts';
import { generalizeLine, widenLine } from './general-line.ts';
import type { LineEdit } from './line-edits.ts';
import { literalOf, readLiteral, writeLiteral } from './literal-line.ts';

/** What a body's lines are, and how they lie along what was printed. */
export interface EditContext {
  readonly plan: LinesPlan;
  readonly request: RewriteRequest;
  /** The patterns of the body. */
  readonly patterns: readonly LinePattern[];
  /** Those that were laid along the lines; where one is another, the body's line is replaced. */
  readonly current: readonly LinePattern[];
  readonly fitted: FittedLines;
  readonly printed: PrintedLines;
}

/** Lines that belong together: those of one item of the pattern, or a new one. */
type Group =
  | { readonly kind: 'new'; readonly text: string }
  | {
      readonly kind: 'item';
      readonly item: number;
      readonly holds: boolean;
      /** The printed lines that are there for it. */
      readonly texts: readonly string[];
    };

const ANY_LINES = '...';
const NO_EOL = ' (no-eol)';

/** The edits that make a body match, or a sentence that says why there are none. */
export function editLines(context: EditContext): LineEdit[] | string {
  const edits: LineEdit[] = [];
  let last = -1;
  for (const group of groupSteps(context)) {
    const edit =
      group.kind === 'new'
        ? insertLine(group.text, placeOf(last, context) + 1, context)
        : editItem(group, group.item === last, context);
    if (group.kind === 'item') last = group.item;
    if (typeof edit === 'string') return edit;
    if (edit !== null) edits.push(edit);
  }
  return context.plan.mode === 'exact' ? endExactly(edits, context) : edits;
}

/** An exact comparison also says whether the output ends with a newline. */
function endExactly(edits: readonly LineEdit[], context: EditContext): LineEdit[] {
  const { printed, patterns } = context;
  const last = patterns.length - 1;
  const at = placeOf(last, context);
  if (printed.finalNewline || printed.lines.length === 0) return [...edits];
  const end = edits.at(-1);
  const final = end?.lines.at(-1);
  if (end && final !== undefined && end.at >= at) {
    if (final.endsWith(NO_EOL)) return [...edits];
    return [...edits.slice(0, -1), { ...end, lines: [...end.lines.slice(0, -1), final + NO_EOL] }];
  }
  const pattern = patterns[last];
  if (pattern === undefined || pattern.noEol) return [...edits];
  return [...edits, { at, replaces: true, lines: [pattern.source + NO_EOL] }];
}

function groupSteps({ fitted, printed }: EditContext): Group[] {
  const groups: Group[] = [];
  for (const step of fitted.steps) {
    if (step.kind === 'new') {
      groups.push({ kind: 'new', text: printed.lines[step.index] ?? '' });
      continue;
    }
    const item = fitted.atoms[step.atom]?.item ?? 0;
    const holds = step.kind === 'same';
    const texts = step.kind === 'gone' ? [] : [printed.lines[step.index] ?? ''];
    const before = groups.at(-1);
    if (before?.kind === 'item' && before.item === item) {
      groups[groups.length - 1] = {
        ...before,
        holds: before.holds && holds,
        texts: [...before.texts, ...texts],
      };
    } else groups.push({ kind: 'item', item, holds, texts });
  }
  return groups;
}

/** The line of the body that an item is, from 0; what a mode adds stands before or after all of them. */
function placeOf(item: number, { patterns, request: { source } }: EditContext): number {
  const pattern = patterns[item];
  return pattern === undefined ? -1 : pattern.line - source.fence.line - 1;
}

function insertLine(text: string, at: number, { request }: EditContext): LineEdit | string {
  if (request.pattern) return { at, replaces: false, lines: [ANY_LINES] };
  const line = writeLiteral(text, request.source);
  return line === null ? noForm(text) : { at, replaces: false, lines: [line] };
}

function editItem(
  group: Extract<Group, { kind: 'item' }>,
  again: boolean,
  context: EditContext,
): LineEdit | string | null {
  const { item, holds, texts } = group;
  const pattern = context.patterns[item];
  const current = context.current[item];
  if (pattern === undefined || current === undefined) return null;
  // New lines split what a repeated line stands for, so it has to stand twice.
  const at = placeOf(item, context);
  if (again) return { at: at + 1, replaces: false, lines: [current.source] };
  if (holds) return current === pattern ? null : { at, replaces: true, lines: [current.source] };
  if (context.request.pattern) return openItem(at, pattern, texts, context);
  const literal = literalOf(pattern);
  const [text, ...more] = texts;
  if (text !== undefined && more.length === 0) {
    return literal === null
      ? changePattern(at, pattern, text, context)
      : changeText(at, literal, text, context);
  }
  const lines = writeAll(texts, context);
  if (typeof lines === 'string') return lines;
  const givesUp = literal === null ? { givesUp: pattern.source } : {};
  return { at, replaces: true, lines, ...givesUp };
}

function changeText(
  at: number,
  before: string,
  text: string,
  { request: { source } }: EditContext,
): LineEdit | string {
  const line = writeLiteral(text, source);
  if (line === null) return noForm(text);
  const pattern = generalizeLine(before, text, source);
  return {
    at,
    replaces: true,
    lines: [line],
    ...(pattern === null ? {} : { pattern: [pattern] }),
  };
}

function changePattern(
  at: number,
  pattern: LinePattern,
  text: string,
  context: EditContext,
): LineEdit | string {
  const { source } = context.request;
  const { finalNewline } = context.printed;
  const { suffix } = pattern;
  const refit = context.fitted.refit(pattern, text);
  if (refit !== null) {
    const line = pattern.noEol && finalNewline ? refit.slice(0, -suffix.length) : refit;
    return { at, replaces: true, lines: [line] };
  }
  const line = writeLiteral(text, source);
  if (line === null) return noForm(text);
  if (!isEndOfText(pattern)) return { at, replaces: true, lines: [line], givesUp: pattern.source };
  const ended = line + suffix;
  const keeps = !finalNewline && readLiteral(line, source) === text && !line.endsWith(')');
  return { at, replaces: true, lines: [keeps ? ended : line] };
}

/** Whether a line is a text that says how the output ends. */
function isEndOfText({ matcher, noEol }: LinePattern): boolean {
  return (
    noEol && matcher.kind === 'text' && matcher.segments.every(({ kind }) => kind === 'literal')
  );
}

/** What differs from one run to the next becomes a hole, or any number of lines. */
function openItem(
  at: number,
  pattern: LinePattern,
  texts: readonly string[],
  { request }: EditContext,
): LineEdit {
  const literal = literalOf(pattern);
  const [text, ...more] = texts;
  const isOurs = request.isOurs?.(pattern.source) ?? false;
  if (text !== undefined && more.length === 0 && literal !== null) {
    const line = generalizeLine(literal, text, request.source) ?? '<<...>>';
    return { at, replaces: true, lines: [line] };
  }
  if (text !== undefined && more.length === 0 && isOurs) {
    const line = widenLine(pattern, text, request.source) ?? '<<...>>';
    return { at, replaces: true, lines: [line] };
  }
  const givesUp = literal === null && !isOurs ? { givesUp: pattern.source } : {};
  return { at, replaces: true, lines: [ANY_LINES], ...givesUp };
}

function writeAll(texts: readonly string[], { request }: EditContext): string[] | string {
  const lines: string[] = [];
  for (const text of texts) {
    const line = writeLiteral(text, request.source);
    if (line === null) return noForm(text);
    lines.push(line);
  }
  return lines;
}

function noForm(text: string): string {
  return `there is no way to write the line ${JSON.stringify(text.slice(0, 80))}`;
}
