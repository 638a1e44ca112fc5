import type { RunEvent } from '../engine/events.ts';
import { describeChecklist } from './checklist-text.ts';
import { formatElapsed } from './elapsed.ts';
import type { Paint } from './paint.ts';
import type { RunRecord } from './run-record.ts';
import { countOf } from './visible.ts';

type RunEnd = Extract<RunEvent, { type: 'run-end' }>;

const INTERRUPTS: Readonly<Record<number, string>> = {
  129: 'SIGHUP',
  130: 'SIGINT',
  143: 'SIGTERM',
};

/** The last lines of a run: remarks, then the count of every outcome and the time. */
export function describeSummary(record: RunRecord, event: RunEnd, paint: Paint): string[] {
  const { summary, exitCode } = event;
  const parts = [
    summary.passed > 0 ? paint.green(`${summary.passed} passed`) : '',
    summary.failed > 0 ? paint.red(`${summary.failed} failed`) : '',
    countPart(record.count('skipped'), 'skipped'),
    countPart(summary.cancelled, 'cancelled'),
    countPart(record.notReached, 'not reached'),
  ].filter((part) => part !== '');
  const nothing = record.stopping ? 'done' : countOf(0, 'step');
  const counts = parts.length === 0 ? nothing : parts.join(', ');
  return [
    ...(record.checklist === undefined ? [] : describeChecklist(record.checklist, paint)),
    ...record.remarks,
    ...describeExitCode(exitCode, record),
    ...(event.resume === undefined ? [] : [`next ${event.resume}`]),
    ...(event.undo === undefined ? [] : [describeUndo(event.undo, event.resume !== undefined)]),
    `${counts} in ${formatElapsed(summary.durationMs)}`,
  ];
}

function describeUndo(undo: string, isSecond: boolean): string {
  return `${isSecond ? 'or  ' : 'next'} ${undo}: what was done is undone, should it fail again`;
}

function countPart(count: number, what: string): string {
  return count > 0 ? `${count} ${what}` : '';
}

function describeExitCode(exitCode: number, { isWithoutSteps }: RunRecord): string[] {
  if (exitCode === 3)
    return [
      'no step was executed, which is not a pass',
      // What a document that was written for no such tool looks like to somebody who tries it.
      ...(isWithoutSteps
        ? [
            'hint no block of it says what it is: a role stands behind the language, as in ```bash run',
          ]
        : []),
    ];
  const signal = INTERRUPTS[exitCode];
  return signal === undefined ? [] : [`interrupted by ${signal}`];
}

/** What a signal has begun, and what another one would do. */
export function describeInterrupt({
  signal,
  only,
}: Extract<RunEvent, { type: 'interrupted' }>): string {
  if (only !== undefined) return `${signal}: stopping the ${only}; once more ends the run`;
  return `${signal}: stopping; once more kills everything at once`;
}
