import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import type { RunEvent } from '../engine/events.ts';
import { JOURNAL } from '../store/journal.ts';

/** Length of a run's journal in bytes. */
export function measureJournal(folder: string): number {
  return statSync(join(folder, JOURNAL), { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Reads what happened in a run. A last line that was not written to its end is left out: it is of
 * an engine that died, or still writes.
 *
 * @throws {@link EngineError} `journal` when it cannot be read, or says what no engine has written.
 */
export function readJournal(folder: string): RunEvent[] {
  const path = join(folder, JOURNAL);
  const lines = readText(path).split('\n');
  lines.pop();
  return lines.map((line, index) => parseEvent(line, `${path}:${index + 1}`));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // The engine died before it wrote anything.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new EngineError('journal', `cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function parseEvent(line: string, place: string): RunEvent {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event === 'object' && event !== null && 'type' in event) return event as RunEvent;
  } catch {
    // Said below.
  }
  throw new EngineError('journal', `${place}: the journal is damaged: this line is no event`, {
    hint: 'the logs beside it may tell what is missing; nothing goes on from such a run',
  });
}
