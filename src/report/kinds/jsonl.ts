import type { RunEvent } from '../../engine/events.ts';
import type { Reporter, ReporterHooks } from '../types.ts';
import type { ReportSink } from './create-runs-reporter.ts';

/** Writes each event as a line of JSON, the two that are only for the screen left out. */
export function createJsonlReporter(sink: ReportSink): Reporter {
  const write = (event: RunEvent): void => sink.write(`${JSON.stringify(event)}\n`);
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
  return { hooks, close: () => sink.close() };
}
