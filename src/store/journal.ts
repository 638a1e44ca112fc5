import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import type { RunEvent, RunEventType } from '../engine/events.ts';

/** Events that only move the screen. */
const TRANSIENT: ReadonlySet<RunEventType> = new Set(['step-output', 'step-waiting']);

/** Append-only record of a run, one JSON event a line. */
export interface Journal {
  append(event: RunEvent): void;
  close(): void;
}

/**
 * Opens `journal.jsonl` in a run's folder. Each event is one write, so that a killed engine loses
 * nothing that it has said; there is no fsync, a crash of the machine may lose the end.
 */
export function openJournal(folder: string): Journal {
  const path = join(folder, 'journal.jsonl');
  const fd = openSync(path, 'a', 0o600);
  return {
    append(event) {
      if (TRANSIENT.has(event.type)) return;
      try {
        writeSync(fd, `${JSON.stringify(event)}\n`);
      } catch (error) {
        throw new EngineError('journal', `cannot write ${path}: ${(error as Error).message}`, {
          hint: 'free some space, or give another folder with --state-dir',
          cause: error,
        });
      }
    },
    close: () => closeSync(fd),
  };
}
