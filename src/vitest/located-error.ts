import { resolve } from 'node:path';
import { DocumentError } from '../document/problem.ts';
import type { Diagnosis } from '../report/diagnosis-text.ts';
import { describeDiagnosis } from '../report/diagnosis-text.ts';
import { describeFailure, type Failure } from '../report/failure-text.ts';
import { PLAIN } from '../report/paint.ts';
import { describeProblems } from '../report/problem-text.ts';
import { measureAscii } from '../report/width.ts';

/** A failure of a document. Its stack is one frame, the line of the document: that is where editors jump to. */
export class RunbookError extends Error {
  constructor(message: string, path: string, line: number, column = 1) {
    super(message);
    this.name = 'RunbookError';
    // Without the message: a traceback that a step has printed would be taken for frames.
    this.stack = `${this.name}: ${message.split('\n', 1)[0]}\n    at ${path}:${line}:${column}`;
  }
}

/** A step that failed, at the line that did. */
export function failureError(
  failure: Failure,
  diagnoses: readonly Diagnosis[],
  cwd: string,
): RunbookError {
  const own = diagnoses.filter(({ event }) => event.step === failure.step.id);
  const view = { paint: PLAIN, widthOf: measureAscii };
  const [head = '', ...lines] = describeFailure(failure, PLAIN);
  const text = [
    head.replace(/^✗ /, ''),
    ...lines,
    ...own.flatMap((diagnosis) => describeDiagnosis(diagnosis, view)),
  ];
  return new RunbookError(
    text.join('\n').trimEnd(),
    resolve(cwd, failure.document),
    findLine(failure),
  );
}

/** The line of the command or of the expectation; else that of the step. */
function findLine({ reason, step }: Failure): number {
  if ('command' in reason && reason.command !== undefined) return reason.command.line;
  if (reason.kind === 'expectation') return reason.failures[0]?.line ?? step.line;
  return step.line;
}

/** What keeps a document from being run, at the first place of it that is named. */
export function refusal(error: unknown, file: string, cwd: string): unknown {
  const path = resolve(cwd, file);
  if (error instanceof DocumentError) {
    const [first] = error.problems;
    const text = describeProblems(error.problems, PLAIN).join('\n');
    return new RunbookError(text, path, first?.line ?? 1, first?.column ?? 1);
  }
  if (!(error instanceof Error) || error.name !== 'UsageError') return error;
  const hints = 'hints' in error && Array.isArray(error.hints) ? error.hints : [];
  const text = [error.message, ...hints.map((hint) => `  hint ${hint}`)].join('\n');
  const line = Number(/:(\d+): /.exec(error.message)?.[1] ?? 1);
  return new RunbookError(text, path, line);
}
