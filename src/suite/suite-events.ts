import { createHash } from 'node:crypto';
import type { RunEvent } from '../engine/events.ts';
import { readJournal } from '../runs/read-journal.ts';
import type { DocumentResult } from './types.ts';

type StepEnd = Extract<RunEvent, { type: 'step-end' }>;
type RunEnd = Extract<RunEvent, { type: 'run-end' }>;

/**
 * What happened with a document, as reports take it: the events of its runs, from their records, or, where
 * nothing ran, a run that says why; of a document without steps there is nothing to tell. They agree with
 * the verdict of the suite: a step that had to fail, and did, has passed, and what is left out is no failure.
 *
 * @param words says in words what is to be said of the document; empty: nothing
 */
export function* listEvents(
  result: DocumentResult,
  version: string,
  words: readonly string[],
): Generator<RunEvent> {
  const { attempts } = result;
  const time = new Date().toISOString();
  const notices = words.map((text): RunEvent => ({ type: 'notice', time, text }));
  if (attempts.length === 0 && result.outcome.status !== 'untagged')
    yield* tellUnrun(result, { version, time, notices });
  for (const [index, { runFolder }] of attempts.entries()) {
    const isLast = index === attempts.length - 1;
    for (const event of readJournal(runFolder)) {
      if (event.type === 'run-end' && isLast) yield* notices;
      yield adapt(event, result);
    }
  }
}

function adapt(event: RunEvent, { outcome }: DocumentResult): RunEvent {
  if (event.type === 'step-end') return adaptStep(event, outcome);
  if (event.type !== 'run-end') return event;
  // The sandbox is gone, so nothing can go on in it.
  const { resume, undo, ...end } = event;
  return adaptEnd(end, outcome);
}

function adaptStep(event: StepEnd, outcome: DocumentResult['outcome']): StepEnd {
  const { step, verdict } = event;
  if (outcome.status === 'passed' && outcome.expectedFailure === step) {
    const { tail, ...rest } = event;
    return verdict.status === 'failed'
      ? { ...rest, verdict: { status: 'passed', captures: {} } }
      : event;
  }
  if (outcome.status === 'failed' && outcome.missedFailure === step) {
    const message = outcome.why ?? 'it had to fail';
    return { ...event, verdict: { status: 'failed', reason: { kind: 'cannot-start', message } } };
  }
  return event;
}

function adaptEnd(event: RunEnd, outcome: DocumentResult['outcome']): RunEnd {
  const { summary } = event;
  const move = (by: number): RunEnd['summary'] => ({
    ...summary,
    passed: summary.passed + by,
    failed: summary.failed - by,
  });
  if (outcome.status === 'nothing') return { ...event, exitCode: 0 };
  if (outcome.status === 'passed' && outcome.expectedFailure !== undefined)
    return { ...event, exitCode: 0, summary: move(1) };
  if (outcome.status === 'failed' && outcome.missedFailure !== undefined)
    return { ...event, exitCode: 1, summary: move(-1) };
  return event;
}

function* tellUnrun(
  { file, title, outcome, steps = [] }: DocumentResult,
  { version, time, notices }: { version: string; time: string; notices: readonly RunEvent[] },
): Generator<RunEvent> {
  yield {
    type: 'run-start',
    time,
    run: '',
    version,
    document: file,
    documentHash: createHash('sha256').update('').digest('hex'),
    title: title ?? file,
    workdir: '',
    runFolder: '',
    params: [],
    steps,
    setup: {
      cwd: process.cwd(),
      path: file,
      selection: { only: [], skip: [] },
      keep: false,
      cleanup: true,
      keepGoing: false,
      blocks: {},
    },
  };
  yield* notices;
  const codes: Readonly<Record<string, number>> = { refused: 2, broken: 5, skipped: 0 };
  const exitCode = codes[outcome.status] ?? 3;
  const summary = { passed: 0, failed: 0, skipped: steps.length, cancelled: 0, durationMs: 0 };
  const skipped = describeLeft(outcome);
  yield {
    type: 'run-end',
    time,
    exitCode,
    summary,
    ...(skipped === undefined ? {} : { skipped }),
  };
}

/** Why nothing ran, where that is no failure. */
function describeLeft(outcome: DocumentResult['outcome']): string | undefined {
  switch (outcome.status) {
    case 'skipped':
      return outcome.reason;
    case 'not-run':
      return 'it did not have its turn';
    default:
      return undefined;
  }
}
