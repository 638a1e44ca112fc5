import { collapseLine } from '../text/collapse.ts';
import type { ComparedSource, DiffRow, ExpectationResult, OutputView, Scope } from '../types.ts';
import { alignLines } from './align-lines.ts';
import { type AssignedLines, assignLines } from './assign-lines.ts';
import { cutRows } from './diff-rows.ts';
import { explainLines } from './explain-lines.ts';
import { explainUnordered } from './explain-unordered.ts';
import type { LinesComparison, LinesPlan } from './lines-plan.ts';
import { NeverWatch } from './never-lines.ts';
import { resolveLines } from './resolve-lines.ts';

/** What is wrong beyond lines that may not occur. */
interface Fault {
  readonly rows: readonly DiffRow[];
  readonly notes: readonly string[];
}

/** Holds a text against the pattern. */
export function evaluateLines(
  plan: LinesPlan,
  name: ComparedSource,
  view: OutputView,
  scope: Scope,
): ExpectationResult {
  const missing = new Set<string>();
  const items = resolveLines(plan.patterns, plan.form, scope, missing);
  const never = new NeverWatch(resolveLines(plan.never, plan.form, scope, missing));
  if (missing.size > 0) {
    return refuse(name, { rows: [], notes: [...missing].map((one) => `\`${one}\` has no value`) });
  }
  const compare = plan.form.collapse ? collapseLine : (line: string) => line;
  const comparison: LinesComparison = { plan, view, items, never, compare };
  const outcome =
    plan.mode === 'unordered'
      ? holdUnordered(comparison, assignLines(comparison))
      : holdInOrder(comparison, scope);
  if (outcome.fault === null && !never.hasOffences) return { ok: true, captures: outcome.captures };
  const { rows, notes } = never.explain();
  return refuse(name, {
    rows: [...rows, ...(outcome.fault?.rows ?? [])],
    notes: [...notes, ...(outcome.fault?.notes ?? [])],
  });
}

/** A mismatch of lines. */
function refuse(stream: ComparedSource, { rows, notes }: Fault): ExpectationResult {
  return { ok: false, mismatch: { kind: 'lines', stream, rows, notes } };
}

type Outcome =
  | { readonly fault: null; readonly captures: ReadonlyMap<string, string> }
  | { readonly fault: Fault };

function holdUnordered(comparison: LinesComparison, assigned: AssignedLines): Outcome {
  return assigned.ok
    ? { fault: null, captures: assigned.captures }
    : { fault: explainUnordered(comparison, assigned) };
}

function holdInOrder(comparison: LinesComparison, scope: Scope): Outcome {
  const aligned = alignLines(comparison);
  if (!aligned.ok) {
    const { rows, notes } = explainLines(comparison, scope);
    return { fault: { rows, notes: [...notes, ...aligned.notes] } };
  }
  const { plan } = comparison;
  const { captures, last, count } = aligned;
  const pattern = plan.patterns.at(-1);
  if (pattern?.noEol && count.finalNewline) {
    const note = 'the output ends with a newline, `(no-eol)` says that it does not';
    return { fault: explainEnd(pattern.line, pattern.source, last, count.lines, note) };
  }
  if (plan.mode !== 'exact') return { fault: null, captures };
  if (pattern && !pattern.noEol && !count.finalNewline) {
    const note = 'the output ends without a newline, and `match=exact` compares that as well';
    return { fault: explainEnd(pattern.line, pattern.source, last, count.lines, note) };
  }
  if (plan.form.vary.length > 0 || count.bytes === countBytes(plan)) {
    return { fault: null, captures };
  }
  const note = 'the output has bytes that are not UTF-8, which `match=exact` tells from text';
  return { fault: { rows: [], notes: [note] } };
}

function explainEnd(
  documentLine: number,
  text: string,
  last: string,
  outputLine: number,
  note: string,
): Fault {
  const rows: DiffRow[] = [
    { kind: 'expected', documentLine, text },
    { kind: 'got', outputLine, text: last },
  ];
  return { rows: cutRows(rows), notes: [note] };
}

/** Bytes that a text has of which the fence is an exact image. */
function countBytes({ body, patterns }: LinesPlan): number {
  const last = patterns.at(-1);
  return Buffer.byteLength(body) - (last?.noEol ? last.suffix.length + 1 : 0);
}
