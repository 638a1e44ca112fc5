import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../engine/engine-error.ts';
import type { RunEvent, RunEventType } from '../engine/events.ts';

/** Events that only move the screen. */
const TRANSIENT: ReadonlySet<RunEventType> = new Set(['step-output', 'step-waiting']);

/** Name of the journal in a run's folder. */
export const JOURNAL = 'journal.jsonl';

/** Append-only record of a run, one JSON event a line. */
export interface Journal {
  append(event: RunEvent): void;
  close(): void;
}

/**
 * Opens the journal in a run's folder. Each event is one write, so that a killed engine loses
 * nothing that it has said; there is no fsync, a crash of the machine may lose the end.
 */
export function openJournal(folder: string): Journal {
  const path = join(folder, JOURNAL);
  const fd = openSync(path, 'a+', 0o600);
  dropHalfLine(fd);
  return {
    append(event) {
      if (TRANSIENT.has(event.type)) return;
      try {
        writeWhole(fd, `${JSON.stringify(event)}\n`);
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

/** A disk that is nearly full takes a part of a line, which would spoil the next one. */
function writeWhole(fd: number, line: string): void {
  const bytes = Buffer.from(line);
  let done = 0;
  try {
    while (done < bytes.length) done += writeSync(fd, bytes, done);
  } catch (error) {
    if (done > 0) ftruncateSync(fd, fstatSync(fd).size - done);
    throw error;
  }
}

/** What an engine that died had not written to the end would spoil the next line. */
function dropHalfLine(fd: number): void {
  const stat = fstatSync(fd);
  if (!stat.isFile()) return;
  const chunk = Buffer.alloc(64 * 1024);
  for (let end = stat.size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const length = readSync(fd, chunk, 0, end - start, start);
    const newline = chunk.subarray(0, length).lastIndexOf(10);
    if (newline !== -1 || start === 0) {
      const whole = start + newline + 1;
      if (whole < stat.size) ftruncateSync(fd, whole);
      return;
    }
    end = start;
  }
}
