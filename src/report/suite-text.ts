import { DocumentError } from '../document/problem.ts';
import type { RunEvent } from '../engine/events.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { DocumentOutcome, DocumentResult } from '../suite/types.ts';
import { describeDiagnosis } from './diagnosis-text.ts';
import { formatElapsed } from './elapsed.ts';
import { describeFailure } from './failure-text.ts';
import { type Paint, PLAIN } from './paint.ts';
import { describeProblems } from './problem-text.ts';
import { RunRecord } from './run-record.ts';
import { countOf, showControls } from './visible.ts';
import { measureAscii } from './width.ts';

/** A line for each document, below it what failed in it. */
export interface SuiteView {
  readonly paint: Paint;
  /** Columns of the longest name. */
  readonly nameWidth: number;
  readonly quiet: boolean;
}

const MARKS: Readonly<Record<DocumentOutcome['status'], string>> = {
  passed: '✔',
  failed: '✗',
  flaky: '≈',
  refused: '✗',
  broken: '✗',
  cancelled: '■',
  nothing: '↓',
  skipped: '↓',
  untagged: '·',
  'not-run': '○',
};

/** Outcomes that nobody has to look at. */
const QUIET: ReadonlySet<DocumentOutcome['status']> = new Set([
  'passed',
  'nothing',
  'skipped',
  'untagged',
  'not-run',
]);

/**
 * A document as the suite ends with it.
 *
 * @param events of its runs, from their records; read only when they are needed
 */
export function describeDocument(
  result: DocumentResult,
  events: () => readonly (readonly RunEvent[])[],
  { paint, nameWidth, quiet }: SuiteView,
): string[] {
  const { file, outcome, notes } = result;
  if (quiet && QUIET.has(outcome.status) && notes.length === 0) return [];
  const mark = colorOf(outcome, paint)(MARKS[outcome.status]);
  const line = `${mark} ${file.padEnd(nameWidth)}  ${tell(result)}`.trimEnd();
  const details = describeDetails(result, events, paint);
  const remarks = notes.map((note) => `  ${paint.yellow(note)}`);
  return details.length === 0 ? [line, ...remarks] : [line, ...remarks, '', ...details, ''];
}

/** What the line of a document says, and reports as a remark; empty where the verdict is all of it. */
export function describeRemark({ outcome, attempts }: DocumentResult): string[] {
  switch (outcome.status) {
    case 'passed':
      if (outcome.expectedFailure === undefined) return [];
      return [`\`${outcome.expectedFailure}\` failed, as it has to (\`test.expect-fail\`)`];
    case 'failed':
      return outcome.why === undefined ? [] : [outcome.why];
    case 'flaky':
      return [`flaky: passed at attempt ${attempts.length}, with nothing changed`];
    case 'refused':
    case 'broken':
      return [describeTrouble(outcome, PLAIN).join('\n')];
    case 'skipped':
      return [`skipped: ${showControls(outcome.reason)}`];
    case 'nothing':
      return ['its own conditions left out every step'];
    case 'untagged':
      return ['no tagged block'];
    case 'not-run':
      return ['not run'];
    case 'cancelled':
      return ['interrupted'];
  }
}

function tell(result: DocumentResult): string {
  const { outcome, attempts, durationMs } = result;
  const steps = attempts.at(-1)?.summary.passed ?? 0;
  const time = formatElapsed(durationMs);
  switch (outcome.status) {
    case 'passed': {
      const remark = outcome.overridden === true ? 'passed by your word alone' : '';
      const said = [remark, ...describeRemark(result)].filter((text) => text !== '').join(', ');
      return `${countOf(steps, 'step')}  ${time}${said && `  ${said}`}`;
    }
    case 'failed': {
      const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : '';
      return [`failed${tries}  ${time}`, ...describeRemark(result)].join('  ');
    }
    case 'flaky':
      return `${describeRemark(result).join('')}  ${time}`;
    case 'refused':
      return 'cannot be run';
    case 'broken':
      return 'the engine failed';
    default:
      return describeRemark(result).join('');
  }
}

function describeDetails(
  result: DocumentResult,
  events: () => readonly (readonly RunEvent[])[],
  paint: Paint,
): string[] {
  const { outcome } = result;
  if (outcome.status === 'refused' || outcome.status === 'broken')
    return describeTrouble(outcome, paint);
  if (outcome.status !== 'failed' && outcome.status !== 'flaky') return [];
  // Of a flaky document the last attempt has no failure.
  const runs = events();
  const run = outcome.status === 'flaky' ? runs.at(-2) : runs.at(-1);
  const record = new RunRecord();
  for (const event of run ?? []) record.update(event);
  const failures = record.failures.map((failure) => describeFailure(failure, paint));
  const width = { paint, widthOf: measureAscii };
  return [
    ...failures.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    ...record.diagnoses.flatMap((diagnosis) => describeDiagnosis(diagnosis, width)),
    ...record.remarks,
  ];
}

function describeTrouble(
  outcome: Extract<DocumentOutcome, { status: 'refused' | 'broken' }>,
  paint: Paint,
): string[] {
  const { error } = outcome;
  if (error instanceof DocumentError) return describeProblems(error.problems, paint);
  const message = error instanceof Error ? error.message : String(error);
  const what = outcome.status === 'broken' ? 'the engine failed: ' : '';
  const lines = message.split('\n').map((line) => `${paint.red('error')} ${what}${line}`);
  const hints = error instanceof UsageError ? error.hints : [];
  return [...lines, ...hints.map((hint) => `  ${paint.yellow('hint')} ${hint}`)];
}

function colorOf({ status }: DocumentOutcome, paint: Paint): (text: string) => string {
  if (status === 'passed') return paint.green;
  if (status === 'failed' || status === 'refused' || status === 'broken') return paint.red;
  return status === 'untagged' ? paint.dim : paint.yellow;
}
