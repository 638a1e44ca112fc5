import type { RunEvent, RunSummary } from '../engine/events.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import type { Role } from '../model/types.ts';
import type { Attempt, FailedExit } from './types.ts';

const NOTHING: RunSummary = { passed: 0, failed: 0, skipped: 0, cancelled: 0, durationMs: 0 };

/** What is remembered of a run's events when it is over. */
export class FailureWatch {
  summary: RunSummary = NOTHING;
  readonly #failed = new Set<string>();
  #failedExit: FailedExit | undefined;
  readonly #roles = new Map<string, Role>();

  /** Ids of the steps that failed; what looks for their causes is no step of the document's way. */
  get failed(): readonly string[] {
    return [...this.#failed].filter((id) => this.#roles.get(id) !== 'diagnose');
  }

  note(event: RunEvent): void {
    if (event.type === 'run-start')
      for (const { id, role } of event.steps) this.#roles.set(id, role);
    else if (event.type === 'step-end' && event.verdict.status === 'failed')
      this.#fail(event.step, event.verdict);
    else if (event.type === 'background-died') this.#failed.add(event.step);
    else if (event.type === 'run-end') this.summary = event.summary;
  }

  /** What an attempt is told of it. */
  get result(): Pick<Attempt, 'summary' | 'failed' | 'failedExit'> {
    const exit = this.#failedExit === undefined ? {} : { failedExit: this.#failedExit };
    return { summary: this.summary, failed: this.failed, ...exit };
  }

  #fail(step: string, verdict: StepVerdict): void {
    const reason = verdict.status === 'failed' ? verdict.reason : undefined;
    const code = reason?.kind === 'exit' ? reason.exit.code : undefined;
    if (this.#failed.size === 0 && code !== undefined) this.#failedExit = { step, code };
    this.#failed.add(step);
  }
}
