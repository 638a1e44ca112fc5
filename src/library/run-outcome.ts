import type { RunEvent, RunSummary } from '../engine/events.ts';
import { exitWithLostReport } from '../engine/exit-code.ts';
import type { RunResult as EngineResult } from '../engine/types.ts';
import type { Failure } from '../report/failure-text.ts';
import { ReportError } from '../report/report-error.ts';
import { RunRecord } from '../report/run-record.ts';
import type { RunResult, StepFailure } from './types.ts';

/** Where a run ends that was interrupted before its first step could begin. */
const NOTHING: RunSummary = { passed: 0, failed: 0, skipped: 0, cancelled: 0, durationMs: 0 };

/** What becomes of a run, from its events. */
export class RunOutcome {
  readonly #record = new RunRecord();
  readonly #lost: ReportError[] = [];
  #summary: RunSummary = NOTHING;

  take(event: RunEvent): void {
    this.#record.update(event);
    if (event.type === 'run-end') this.#summary = event.summary;
  }

  /** A reporter has failed. */
  addLost(error: unknown): void {
    this.#lost.push(error instanceof ReportError ? error : new ReportError('reporter', error));
  }

  async conclude({ exitCode, run, runFolder }: EngineResult): Promise<RunResult> {
    const { failures } = this.#record;
    return {
      exitCode: this.#lost.length > 0 ? exitWithLostReport(exitCode) : exitCode,
      run,
      runFolder,
      summary: this.#summary,
      failures: failures.length === 0 ? [] : await describeAll(failures),
      reportErrors: this.#lost,
    };
  }
}

async function describeAll(failures: readonly Failure[]): Promise<StepFailure[]> {
  const [{ describeFailure }, { PLAIN }] = await Promise.all([
    import('../report/failure-text.ts'),
    import('../report/paint.ts'),
  ]);
  return failures.map((failure) => ({
    step: failure.step,
    reason: failure.reason,
    message: describeFailure(failure, PLAIN).join('\n').trimEnd(),
    ...(failure.log === undefined ? {} : { log: failure.log }),
  }));
}
