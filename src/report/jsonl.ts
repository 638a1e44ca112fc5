import { closeSync, constants, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { RunEvent } from '../engine/events.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { Reporter, ReporterHooks } from './types.ts';

/**
 * Writes each event as a line of JSON, the two that are only for the screen left out.
 *
 * @param path - absolute; what is there is replaced when the first event comes.
 * @throws {@link UsageError} when the file cannot be written, before anything runs.
 */
export function createJsonlReporter(path: string): Reporter {
  const file = open(path);
  let begun = false;
  const write = (event: RunEvent): void => {
    if (!begun) empty(file);
    begun = true;
    writeAll(file, `${JSON.stringify(event)}\n`);
  };
  const hooks: Required<Omit<ReporterHooks, 'step-output' | 'step-waiting'>> = {
    'run-start': write,
    'step-start': write,
    'attempt-start': write,
    'attempt-failed': write,
    'attempt-passed': write,
    'step-end': write,
    'background-stopped': write,
    'background-died': write,
    'background-kept': write,
    'stop-start': write,
    cleanup: write,
    operator: write,
    checklist: write,
    diagnosis: write,
    diagnosed: write,
    rollback: write,
    interrupted: write,
    notice: write,
    'run-end': write,
  };
  return { hooks, close: () => closeSync(file) };
}

function open(path: string): number {
  try {
    // Not emptied yet: a run that is refused leaves alone what another one is writing.
    return openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o666);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--report jsonl=${path}: cannot be written: ${why}`);
  }
}

function empty(file: number): void {
  // A pipe or a terminal has nothing to be emptied of.
  if (fstatSync(file).isFile()) ftruncateSync(file);
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
