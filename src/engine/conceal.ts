import { readLines } from '../expect/text/normalize.ts';
import type { Mismatch, OutputView } from '../expect/types.ts';
import type { Attempt, AttemptResult } from './step-result.ts';
import type { FailedCommand, FailedExpectation, FailureReason, HiddenOutput } from './verdict.ts';

/** An attempt of a secret step, of whose failures nothing is told that it printed. */
export function concealAttempt(attempt: Attempt): Attempt {
  return async (settings): Promise<AttemptResult> => {
    const result = { ...(await attempt(settings)), tail: [] };
    return result.status === 'failed'
      ? { ...result, reason: concealReason(result.reason) }
      : result;
  };
}

/** How much was printed. */
export function measureOutput(view: OutputView): HiddenOutput {
  const { lines } = readLines(view, () => true);
  return { lines, bytes: view.size };
}

/** The reason without what the step printed. A new kind of reason does not compile until it is in here. */
export function concealReason(reason: FailureReason): FailureReason {
  switch (reason.kind) {
    case 'exit':
    case 'exit-before-ready':
      return reason.command === undefined
        ? reason
        : { ...reason, command: withoutMessage(reason.command) };
    case 'expectation':
      return {
        kind: 'expectation',
        failures: reason.failures.map(concealFailure),
        ...(reason.commands === undefined ? {} : { commands: reason.commands }),
      };
    case 'leftover':
      return {
        kind: 'leftover',
        processes: reason.processes.map(({ pid, command }) => ({
          pid,
          command: command.split(' ', 1)[0] ?? '',
        })),
      };
    case 'condition':
      return { ...reason, output: '' };
    case 'http-status':
      return { ...reason, statusText: '', excerpt: '' };
    case 'file':
    case 'too-slow':
    case 'unstable':
    case 'capture':
    case 'timeout':
    case 'run-timeout':
    case 'not-ready':
    case 'background-died':
    case 'address-taken':
    case 'not-ours':
    case 'output-limit':
    case 'no-response':
    case 'not-done':
    case 'cannot-start':
      return reason;
  }
}

function withoutMessage({ message: _, ...command }: FailedCommand): FailedCommand {
  return command;
}

function concealFailure({ line, summary, mismatch }: FailedExpectation): FailedExpectation {
  const documentLines = [...new Set(mismatch.kind === 'hidden' ? [] : listLines(mismatch))];
  return { line, summary, mismatch: { kind: 'hidden', documentLines } };
}

/** Lines of the document that do not hold. */
function listLines(mismatch: Mismatch): number[] {
  switch (mismatch.kind) {
    case 'lines':
      return mismatch.rows.flatMap(({ kind, documentLine }) =>
        kind === 'expected' && documentLine !== undefined ? [documentLine] : [],
      );
    case 'json':
      return mismatch.differences.map(({ documentLine }) => documentLine);
    case 'assert':
      return mismatch.conditions.map(({ documentLine }) => documentLine);
    case 'http':
      return [
        ...(mismatch.status === undefined ? [] : [mismatch.status.documentLine]),
        ...mismatch.headers.map(({ documentLine }) => documentLine),
        ...(mismatch.body === undefined ? [] : listLines(mismatch.body)),
      ];
  }
}
