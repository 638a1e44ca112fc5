import { DocumentError } from '../document/problem.ts';
import { EngineError } from '../engine/engine-error.ts';
import { UsageError } from '../plan/usage-error.ts';
import { describeProblems } from '../report/problem-text.ts';
import { FILES_HINT, isOutOfFiles } from '../session/open-files.ts';
import { EXIT_ENGINE, EXIT_INTERRUPTED, EXIT_USAGE } from './exit-codes.ts';
import { InterruptedQuestion } from './interrupted-question.ts';
import type { Terminal } from './terminal.ts';

/**
 * Says on stderr what went wrong and what to do about it.
 *
 * @returns the exit code.
 */
export function reportError(error: unknown, terminal: Terminal, verbose: boolean): number {
  const { errorPaint: paint, complain } = terminal;
  if (error instanceof DocumentError) {
    complain(`${describeProblems(error.problems, paint).join('\n')}\n`);
    return EXIT_USAGE;
  }
  if (error instanceof InterruptedQuestion) {
    complain(`${error.message}\n`);
    return EXIT_INTERRUPTED;
  }
  if (error instanceof UsageError) {
    const lines = error.message.split('\n').map((line) => `${paint.red('error')} ${line}`);
    complain(`${[...lines, ...describeHints(error.hints, terminal)].join('\n')}\n`);
    return EXIT_USAGE;
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof EngineError ? ` (${error.code})` : '';
  const hints = isOutOfFiles(error instanceof EngineError ? error.cause : error)
    ? [FILES_HINT]
    : error instanceof EngineError && error.hint !== undefined
      ? [error.hint]
      : [];
  const lines = [
    `${paint.red('error')} the engine failed${code}: ${message}`,
    ...describeHints(hints, terminal),
    ...(verbose && error instanceof Error ? describeTrace(error) : []),
  ];
  complain(`${lines.join('\n')}\n`);
  return EXIT_ENGINE;
}

function describeHints(hints: readonly string[], { errorPaint }: Terminal): string[] {
  return hints.map((hint) => `  ${errorPaint.yellow('hint')} ${hint}`);
}

function describeTrace(error: Error): string[] {
  const cause = error.cause instanceof Error ? ['caused by', error.cause.stack ?? ''] : [];
  return [error.stack ?? '', ...cause];
}
