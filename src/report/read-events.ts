import { readFileSync } from 'node:fs';
import type { RunEvent } from '../engine/events.ts';
import { EVENT_SCHEMA } from '../engine/events.ts';
import { UsageError } from '../plan/usage-error.ts';

/**
 * The text of a report that is to be made a part of another one.
 *
 * @throws {@link UsageError} when it cannot be read.
 */
export function readReport(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'there is no such file' : message}`);
  }
}

/**
 * The events of a jsonl report. A last line that was not written to its end is left out: its run was
 * ended from outside.
 *
 * @throws {@link UsageError} when it is no such report, or one of a later version.
 */
export function parseEvents(text: string, path: string): RunEvent[] {
  const lines = text.split('\n');
  lines.pop();
  const events = lines.map((line, at) => parseEvent(line, `${path}:${at + 1}`));
  const [first] = events;
  if (first?.type !== 'run-start' && first?.type !== 'stop-start') {
    throw new UsageError(`${path}: is no report of a run`, [
      'reports are written by `runbook run DOC --report jsonl=FILE`, or `junit=FILE`',
    ]);
  }
  for (const event of events) {
    if (event.type !== 'run-start' || (event.schema ?? 1) <= EVENT_SCHEMA) continue;
    throw new UsageError(
      `${path}: is of version ${event.schema} of the events, and this program knows ${EVENT_SCHEMA}`,
      [`it was written by runbook ${event.version}: read it with that version or a later one`],
    );
  }
  return events;
}

function parseEvent(line: string, place: string): RunEvent {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event === 'object' && event !== null && 'type' in event) return event as RunEvent;
  } catch {
    // Said below.
  }
  throw new UsageError(`${place}: this line is no event`);
}
