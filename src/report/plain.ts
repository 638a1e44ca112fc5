import type { RunEvent, StepView } from '../engine/events.ts';
import { describeEdit } from './decision-text.ts';
import { describeDiagnosis, describeRollback } from './diagnosis-text.ts';
import { formatElapsed } from './elapsed.ts';
import { describeFailure } from './failure-text.ts';
import { describeHeader } from './header.ts';
import { markOf } from './mark.ts';
import type { Paint } from './paint.ts';
import { summarizeReason } from './reason-text.ts';
import { describeByHand, describeSkip, markEdited, RunRecord } from './run-record.ts';
import { clipColumns, labelStep } from './step-label.ts';
import { describeInterrupt, describeSummary } from './summary.ts';
import type { Reporter, ReporterHooks } from './types.ts';
import { shortenPath } from './visible.ts';
import type { WidthOf } from './width.ts';
import { wrapLine } from './wrap-line.ts';

/** How much the reporter for people says. */
export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface TextReporterOptions {
  /** Takes whole lines, each with its newline. */
  readonly write: (text: string) => void;
  readonly paint: Paint;
  readonly verbosity: Verbosity;
  /** Measures the labels of the steps. */
  readonly widthOf: WidthOf;
  /** Columns of a screen into which the lines of the steps have to fit; absent: however long. */
  readonly width?: () => number;
  /** Lays out Markdown for a reader; it stays as it is written without this. */
  readonly prose?: (markdown: string) => readonly string[];
}

/** One line for each step as it ends, failures in full: for logs, files and CI. */
export function createPlainReporter(options: TextReporterOptions): Reporter {
  const { paint, verbosity, widthOf, width } = options;
  const record = new RunRecord();
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) options.write(`${lines.join('\n')}\n`);
  };
  /** Lines of words, so that a narrow screen breaks none of them. */
  const printWords = (lines: readonly string[]): void =>
    print(width === undefined ? lines : lines.flatMap((line) => wrapLine(line, width(), '    ')));
  /** Words among which lines of an output stand, which are left as they are. */
  const printMixed = (lines: readonly string[]): void => {
    for (const line of lines) (line.includes('│') ? print : printWords)([line]);
  };
  let columns: Columns = { title: 0, detail: 0, widthOf };
  const chatty = verbosity !== 'quiet';
  const printFailure = (): void => {
    const failure = record.failures.at(-1);
    if (failure === undefined) return;
    const [head = '', ...rest] = describeFailure(failure, paint, widthOf);
    printWords(['', head]);
    printMixed([...rest, '']);
  };
  const noted = <Event extends RunEvent>(hook: (event: Event) => void) => {
    return (event: Event): void => {
      record.update(event);
      hook(event);
    };
  };
  const hooks: ReporterHooks = {
    'run-start': noted((event) => {
      columns = measureColumns(event.steps, widthOf);
      if (chatty) printWords(describeHeader(event, paint, verbosity));
    }),
    'stop-start': noted((event) => {
      columns = measureColumns(event.steps, widthOf);
      if (chatty) print(describeHeader(event, paint));
    }),
    'attempt-start': noted(() => {}),
    'attempt-failed': noted((event) => {
      if (verbosity !== 'verbose') return;
      const account = summarizeReason(event.reason, paint);
      print([paint.dim(`  ${event.step}: attempt ${event.attempt} failed: ${account}`)]);
    }),
    'attempt-passed': noted((event) => {
      if (verbosity !== 'verbose') return;
      const row = `${event.inARow} of ${event.of} in a row`;
      print([paint.dim(`  ${event.step}: attempt ${event.attempt} passed, ${row}`)]);
    }),
    'step-end': noted((event) => {
      const step = record.step(event.step);
      const undone = record.rollbacks.at(-1);
      if (step?.role === 'rollback' && undone) printMixed(describeRollback(undone, paint));
      // What was looked for is told when all of it is known: the likely causes come first.
      if (step?.role === 'rollback' || step?.role === 'diagnose') return;
      if (step && chatty)
        printWords(describeEnd(step, event, fitColumns(columns, event, width), paint));
      if (verbosity === 'verbose' && event.log)
        print([paint.dim(`  log ${shortenPath(event.log)}`)]);
      if (event.verdict.status === 'failed') printFailure();
    }),
    'background-died': noted(() => printFailure()),
    'background-stopped': noted((event) => {
      const stopped = describeStopped(event);
      if (stopped !== undefined) printWords([stopped]);
    }),
    'background-kept': noted(() => {}),
    cleanup: noted(() => {}),
    operator: noted((event) => print(describeEdit(event, paint))),
    diagnosis: noted(() => {}),
    diagnosed: noted(() => {
      const diagnosis = record.diagnoses.at(-1);
      if (diagnosis) printMixed(describeDiagnosis(diagnosis, options));
    }),
    rollback: noted((event) => {
      if (event.steps.length > 0) print([paint.bold('Rollback')]);
    }),
    checklist: noted(() => {}),
    interrupted: noted((event) => {
      printWords([describeInterrupt(event)]);
    }),
    notice: noted(() => {}),
    'run-end': noted((event) => printWords(describeSummary(record, event, paint))),
  };
  return { hooks };
}

/** What is said of a background step that was stopped; at the end of its own run that is no news. */
function describeStopped(
  event: Extract<RunEvent, { type: 'background-stopped' }>,
): string | undefined {
  const { step, why, killed, gone } = event;
  if (gone) return `${step} had ended already`;
  if (killed) return `${step} did not stop in time and was killed`;
  return why === 'stop' ? `${step} is stopped` : undefined;
}

function describeEnd(
  step: StepView,
  event: Extract<RunEvent, { type: 'step-end' }>,
  columns: Columns,
  paint: Paint,
): string[] {
  const { verdict } = event;
  if (verdict.status === 'skipped' && verdict.reason.kind === 'not-reached') return [];
  const { title, detail } = labelStep(step, verdict);
  const pad = (text: string, width: number): string => {
    const shown = clipColumns(text, width, columns.widthOf);
    return shown + ' '.repeat(Math.max(0, width - columns.widthOf(shown)));
  };
  const texts = [
    pad(title, columns.title),
    ...(columns.detail > 0 ? [pad(detail, columns.detail)] : []),
    outcome(event),
  ];
  return [`${markOf(verdict, paint)} ${texts.join('  ')}`.trimEnd()];
}

function outcome(event: Extract<RunEvent, { type: 'step-end' }>): string {
  if (event.verdict.status === 'skipped') return describeSkip(event.verdict.reason);
  if (event.earlier === true) return 'done before';
  const { verdict } = event;
  if (verdict.status === 'passed' && verdict.byHand !== undefined)
    return describeByHand(verdict.byHand);
  const attempts = event.attempts > 1 ? ` (${event.attempts} attempts)` : '';
  return `${markEdited(verdict)}${formatElapsed(event.durationMs)}${attempts}`;
}

/** Widths of the columns of titles and details. */
interface Columns {
  readonly title: number;
  readonly detail: number;
  readonly widthOf: WidthOf;
}

/** Less of a command than this tells nothing. */
const SHORTEST_DETAIL = 8;

/** As long as `59m 59s`, so that the columns of a run are the same on every line. */
const TIME_ROOM = 7;

/** What each column can have so that a line fits on a screen: its end is never cut. */
function fitColumns(
  columns: Columns,
  event: Extract<RunEvent, { type: 'step-end' }>,
  width: (() => number) | undefined,
): Columns {
  if (width === undefined) return columns;
  const end = Math.max(TIME_ROOM, columns.widthOf(outcome(event)));
  const room = width() - '✔ '.length - columns.title - 2 * '  '.length - end;
  if (room >= columns.detail) return columns;
  const title = Math.min(columns.title, Math.max(SHORTEST_DETAIL, columns.title + room));
  return {
    ...columns,
    title: room < 0 ? title : columns.title,
    detail: room < SHORTEST_DETAIL ? 0 : room,
  };
}

/** Room for what becomes of a file, which is longer than its path. */
const FILE_ROOM = ' (created, 99 lines)'.length;

function measureColumns(steps: readonly StepView[], widthOf: WidthOf): Columns {
  // What a failure calls for is told in another form.
  const listed = steps.filter(({ role }) => role !== 'diagnose' && role !== 'rollback');
  const labels = listed.map((step) => ({ step, label: labelStep(step) }));
  const widest = (widths: readonly number[]): number => Math.max(0, ...widths);
  return {
    widthOf,
    title: widest(labels.map(({ label }) => widthOf(label.title))),
    detail: widest(
      labels.map(({ step, label }) => widthOf(label.detail) + (step.file ? FILE_ROOM : 0)),
    ),
  };
}
