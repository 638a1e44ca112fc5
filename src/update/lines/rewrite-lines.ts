import type { LinePattern } from '../../expect/lines/line-pattern.ts';
import { linesKind, readLinesPlan } from '../../expect/lines/lines.ts';
import type { LinesPlan } from '../../expect/lines/lines-plan.ts';
import { resolveLines } from '../../expect/lines/resolve-lines.ts';
import { openOrigin } from '../../expect/origin.ts';
import { findKind } from '../../expect/registry.ts';
import { collapseLine } from '../../expect/text/collapse.ts';
import { type Reading, readLines } from '../../expect/text/normalize.ts';
import type { OutputView, Scope } from '../../expect/types.ts';
import type { Rewrite, RewriteRequest, Rewriter } from '../types.ts';
import { type EditContext, editLines } from './edit-lines.ts';
import { fitLines, type PrintedLines, TOO_LONG } from './fit-lines.ts';
import { fitUnordered } from './fit-unordered.ts';
import { joinEdits, type LineEdit } from './line-edits.ts';
import { readPattern } from './literal-line.ts';

/** Pairs of lines that are compared where they have no order. */
const MAX_PAIRS = 4_000_000;

/** `output`, `stdout`, `stderr` and `LANG expect`, compared line by line. */
export const linesRewriter: Rewriter = {
  accepts: (source) => findKind(source) === linesKind,
  rewrite: rewriteLines,
};

async function rewriteLines(request: RewriteRequest): Promise<Rewrite> {
  const { source, subject, scope } = request;
  const plan = readLinesPlan(source);
  if (plan === null) return refuse('an expression says what is meant, not what was printed');
  const opened = await openOrigin(plan.origin, subject, scope);
  if (!opened.ok) return refuse(opened.message);
  const printed = readPrinted(opened.view, plan.reading);
  const forbidden = findForbidden(plan, printed, scope);
  if (forbidden !== undefined) return refuse(forbidden);
  const context = fitPlan(plan, printed, request);
  if (typeof context === 'string') return refuse(context);
  const edits = editLines(context);
  if (typeof edits === 'string') return refuse(edits);
  const lost = plan.mode === 'contains' ? findLost(edits, plan, context) : undefined;
  return lost === undefined ? { ok: true, changes: joinEdits(edits) } : refuse(lost);
}

function refuse(why: string): Rewrite {
  return { ok: false, why };
}

/** Lines of a text as they are compared. */
export function readPrinted(view: OutputView, reading: Reading): PrintedLines {
  const lines: string[] = [];
  const { finalNewline } = readLines(
    view,
    (line) => {
      lines.push(line);
      return true;
    },
    reading,
  );
  return { lines, finalNewline };
}

function fitPlan(
  plan: LinesPlan,
  printed: PrintedLines,
  request: RewriteRequest,
): EditContext | string {
  const { patterns } = plan;
  if (plan.mode === 'unordered') {
    if (plan.atoms.length * printed.lines.length > MAX_PAIRS) return TOO_LONG;
    const fitted = fitUnordered(plan, printed, request);
    return { plan, request, patterns, current: patterns, fitted, printed };
  }
  const first = fitLines(patterns, plan, printed, request);
  if (typeof first === 'string') return first;
  // A line that repeats is made to fit before the others, so that it takes the lines after it.
  const repeated = new Map<number, LinePattern>();
  for (const step of first.steps) {
    const item = step.kind === 'changed' ? (first.atoms[step.atom]?.item ?? -1) : -1;
    const pattern = patterns[item];
    if (step.kind !== 'changed' || !pattern || isOnce(pattern) || repeated.has(item)) continue;
    const text = first.refit(pattern, printed.lines[step.index] ?? '');
    const refitted = text === null ? null : readPattern(text, request.source);
    if (refitted !== null) repeated.set(item, { ...refitted, line: pattern.line });
  }
  const current = patterns.map((pattern, item) => repeated.get(item) ?? pattern);
  const fitted = repeated.size > 0 ? fitLines(current, plan, printed, request) : first;
  return typeof fitted === 'string'
    ? fitted
    : { plan, request, patterns, current, fitted, printed };
}

/** Whether a pattern stands for one line. */
function isOnce({ quantifier }: LinePattern): boolean {
  return quantifier.min === 1 && quantifier.max === 1;
}

/** A line that may not occur and did. */
function findForbidden(
  { never, form }: LinesPlan,
  { lines }: PrintedLines,
  scope: Scope,
): string | undefined {
  for (const { pattern, test } of resolveLines(never, form, scope, new Set())) {
    const index = lines.findIndex((line) => test(form.collapse ? collapseLine(line) : line));
    if (index >= 0) return `\`${pattern.source}\` holds for line ${index + 1} of what was printed`;
  }
  return undefined;
}

/** A part that is looked for and that nothing looks like: without it less would be checked. */
function findLost(
  edits: readonly LineEdit[],
  { patterns }: LinesPlan,
  { request: { source } }: EditContext,
): string | undefined {
  const gone = edits.find(({ replaces, lines }) => replaces && lines.length === 0);
  if (gone === undefined) return undefined;
  const line = source.fence.line + 1 + gone.at;
  const text = patterns.find((pattern) => pattern.line === line)?.source ?? '';
  return `nothing looks like the line \`${text}\``;
}
