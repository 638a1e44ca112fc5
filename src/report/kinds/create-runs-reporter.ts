import type { RunEvent } from '../../engine/events.ts';
import { RunCollector } from '../collect/collector.ts';
import type { Reporter, ReporterHooks } from '../types.ts';
import type { ReportKind, ReportSurroundings } from './types.ts';

/** What takes the text of a report. */
export interface ReportSink {
  write(text: string): void;
  close(): void;
}

/**
 * A report that is written run by run. The events of a run come one after the other, those of the next
 * run after them; what comes again under the same id belongs to the run before.
 */
export function createRunsReporter(
  kind: ReportKind,
  sink: ReportSink,
  surroundings: ReportSurroundings,
): Reporter {
  const text = kind.open(surroundings);
  let current: RunCollector | undefined;
  let isBegun = false;
  const settle = (): void => {
    if (current !== undefined) sink.write(text.add(current.run));
    current = undefined;
  };
  const begin = (event: Extract<RunEvent, { type: 'run-start' | 'stop-start' }>): void => {
    // Also where the text is empty: what an earlier report has left there is gone.
    if (!isBegun) sink.write(text.begin?.() ?? '');
    isBegun = true;
    // Ids are short: two hosts may have given the same one.
    const goesOn = event.type === 'stop-start' || event.resumed !== undefined;
    if (goesOn && current?.id === event.run) current.take(event);
    else {
      settle();
      current = new RunCollector(event);
    }
  };
  const take = (event: RunEvent): void => current?.take(event);
  const hooks: Required<Omit<ReporterHooks, 'step-output' | 'step-waiting'>> = {
    'run-start': begin,
    'stop-start': begin,
    'step-start': take,
    'attempt-start': take,
    'attempt-failed': take,
    'attempt-passed': take,
    'step-end': take,
    'background-stopped': take,
    'background-died': take,
    'background-kept': take,
    cleanup: take,
    operator: take,
    checklist: take,
    diagnosis: take,
    diagnosed: take,
    rollback: take,
    interrupted: take,
    notice: take,
    'run-end': take,
  };
  return {
    hooks,
    close() {
      settle();
      if (isBegun) for (const piece of [text.finish()].flat()) sink.write(piece);
      sink.close();
    },
  };
}
