import type { RunEvent } from '../engine/events.ts';
import { ReportFile } from './report-file.ts';
import type { Reporter, ReporterHooks } from './types.ts';

/**
 * Writes each event as a line of JSON, the two that are only for the screen left out.
 *
 * @param path - absolute; what is there is replaced when the first event comes.
 * @throws {@link UsageError} when the file cannot be written, before anything runs.
 */
export function createJsonlReporter(path: string): Reporter {
  const file = new ReportFile(path, 'jsonl');
  const write = (event: RunEvent): void => file.write(`${JSON.stringify(event)}\n`);
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
  return { hooks, close: () => file.close() };
}
