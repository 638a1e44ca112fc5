import type { Step } from '../model/types.ts';
import type { ErrorRecord, StateRecords } from '../session/state-records.ts';
import { decisiveError } from '../session/state-records.ts';
import type { FailedCommand } from './verdict.ts';

/**
 * The command at which a shell step stopped: by the ERR trap where it fired, else by the shell's own
 * message (`set -u` and syntax errors fire none). `tail` is the end of what the step printed.
 */
export function findFailedCommand(
  records: StateRecords,
  scripts: ReadonlyMap<string, Step>,
  script: string,
  tail: readonly string[],
): FailedCommand | undefined {
  const error = decisiveError(records.errors);
  const message = ownMessage(script, tail);
  const place = error === undefined ? undefined : placeOf(error, scripts);
  if (error !== undefined && place !== undefined) {
    return {
      ...place,
      ...(error.pipeStatus.length > 1 ? { pipeStatus: error.pipeStatus } : {}),
      ...(message === undefined ? {} : { message: message.text }),
    };
  }
  const step = scripts.get(script);
  if (message === undefined || step === undefined) return undefined;
  return { ...locate(step, message.line), message: message.text };
}

/** The innermost frame that lies in a block of the document. */
function placeOf(
  error: ErrorRecord,
  scripts: ReadonlyMap<string, Step>,
): Pick<FailedCommand, 'line' | 'source'> | undefined {
  for (const frame of error.frames) {
    const step = scripts.get(frame.source);
    if (step !== undefined) return locate(step, frame.line);
  }
  return undefined;
}

/** A command that is continued over lines is shown whole, at its first line. */
function locate(step: Step, line: number): Pick<FailedCommand, 'line' | 'source'> {
  const lines = step.code.replace(/\n$/, '').split('\n');
  // At an unexpected end of file bash counts one line more than there is.
  let first = Math.min(line, lines.length);
  let last = first;
  while (first > 1 && isContinued(lines[first - 2])) first -= 1;
  while (last < lines.length && isContinued(lines[last - 1])) last += 1;
  const words = lines.slice(first - 1, last).map((text) => text.replace(/\\$/, '').trim());
  return { line: step.fence.line + first, source: words.join(' ') };
}

function isContinued(line = ''): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

/** Bash begins what it has to say itself with the file's path and line. */
function ownMessage(
  script: string,
  tail: readonly string[],
): { line: number; text: string } | undefined {
  for (const text of [...tail].reverse()) {
    const match = /^: line (\d+): (.*)$/.exec(
      text.startsWith(script) ? text.slice(script.length) : '',
    );
    if (match !== null) return { line: Number(match[1]), text: match[2] ?? '' };
  }
  return undefined;
}
