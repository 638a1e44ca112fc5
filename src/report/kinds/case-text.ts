import type { ReportedRun, ReportedStep } from '../collect/types.ts';
import { describeDiagnosis } from '../diagnosis-text.ts';
import { describeFailure } from '../failure-text.ts';
import { PLAIN } from '../paint.ts';
import { summarizeReason } from '../reason-text.ts';
import { showControls } from '../visible.ts';
import { measureAscii } from '../width.ts';

/** The name under which a step is counted: its title, and its id where that says more. */
export function nameStep({ view: { id, title } }: ReportedStep): string {
  return showControls(title === id ? id : `${id}: ${title}`);
}

/** A failure in one line. */
export function headlineOf({ failure }: ReportedStep): string {
  return failure === undefined ? '' : summarizeReason(failure.reason, PLAIN);
}

/** A failure in full, with what was found out about it. */
export function tellFailure({ failure, diagnosis }: ReportedStep): string[] {
  if (failure === undefined) return [];
  return [
    ...describeFailure(failure, PLAIN),
    ...(diagnosis === undefined
      ? []
      : describeDiagnosis(diagnosis, { paint: PLAIN, widthOf: measureAscii })),
  ].flatMap((line) => line.split('\n'));
}

/** The line of the document that a failure is about: that of the expectation, or of the command. */
export function lineOf({ view, failure }: ReportedStep): number {
  const reason = failure?.reason;
  if (reason === undefined) return view.line;
  if (reason.kind === 'expectation') return lineOfMismatch(reason.failures[0]) ?? view.line;
  if ('command' in reason && reason.command !== undefined) return reason.command.line;
  return view.line;
}

type Failed = Extract<
  NonNullable<ReportedStep['failure']>['reason'],
  { kind: 'expectation' }
>['failures'][number];

function lineOfMismatch(failed: Failed | undefined): number | undefined {
  if (failed === undefined) return undefined;
  const { mismatch, line } = failed;
  switch (mismatch.kind) {
    case 'lines':
      return mismatch.rows.find(({ kind }) => kind === 'expected')?.documentLine ?? line;
    case 'json':
      return mismatch.differences[0]?.documentLine ?? line;
    case 'assert':
      return mismatch.conditions[0]?.documentLine ?? line;
    case 'http':
      return (mismatch.status ?? mismatch.headers[0])?.documentLine ?? line;
    case 'hidden':
      return mismatch.documentLines[0] ?? line;
  }
}

/** What a run is called among others. */
export function nameRun({ document, title }: ReportedRun): string {
  return showControls(title === document ? document : `${document}: ${title}`);
}
