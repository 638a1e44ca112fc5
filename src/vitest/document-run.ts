import { rmSync } from 'node:fs';
import type { RunEvent } from '../engine/events.ts';
import type { Run, RunResult } from '../engine/types.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import type { Runbook } from '../model/types.ts';
import type { Failure } from '../report/failure-text.ts';
import { RunRecord } from '../report/run-record.ts';
import { type Moment, presentMoment } from '../session/process-table.ts';
import { planDocument } from '../suite/plan-document.ts';
import { createSandbox, type Sandbox } from '../suite/sandbox.ts';
import { startDocument } from '../suite/start-document.ts';
import { stopDaemons } from '../suite/stop-daemons.ts';
import type { SuiteOptions } from '../suite/types.ts';
import type { DocumentPlace } from './types.ts';

/** What a run has told when it is over. */
export interface Told {
  readonly record: RunRecord;
  readonly failures: ReadonlyMap<string, Failure>;
  readonly result: RunResult;
}

/** One run of a document, whose steps are waited for one by one. */
export class DocumentRun {
  readonly #runbook: Runbook;
  readonly #options: SuiteOptions;
  readonly #record = new RunRecord();
  readonly #ended = new Map<string, StepVerdict>();
  readonly #waiting = new Set<() => void>();
  #sandbox: Sandbox | undefined;
  #run: Run | undefined;
  #since: Moment | undefined;
  #over: Promise<RunResult> | undefined;
  #isOver = false;

  constructor(runbook: Runbook, options: SuiteOptions) {
    this.#runbook = runbook;
    this.#options = options;
  }

  /**
   * Begins it. Rejects with what keeps the document from being run here.
   *
   * @param until id of the last step that is wanted; absent: all are
   */
  async start(
    until: string | undefined,
    prepare: (place: DocumentPlace) => unknown,
  ): Promise<void> {
    const options = this.#options;
    const sandbox = createSandbox();
    this.#sandbox = sandbox;
    const { workdir, home } = sandbox;
    await prepare({ document: this.#runbook.document.file, workdir, home });
    const planning = { ...options, ...(until === undefined ? {} : { until }) };
    const plan = await planDocument(this.#runbook, sandbox, planning);
    this.#since = presentMoment();
    this.#run = startDocument(plan, options, (event) => this.#note(event));
    this.#over = this.#run.result.finally(() => {
      this.#isOver = true;
      this.#wake();
    });
    // Whoever waits hears of it; until then it is nobody's.
    this.#over.catch(() => {});
  }

  get hasBegun(): boolean {
    return this.#over !== undefined;
  }

  /** The verdict of a step; `undefined` when the run is over without one. */
  async verdictOf(id: string): Promise<StepVerdict | undefined> {
    for (;;) {
      const verdict = this.#ended.get(id);
      if (verdict !== undefined || this.#isOver) return verdict;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Waits for the end of the run; rejects where the engine failed. */
  async finish(): Promise<Told> {
    const result = await this.#over;
    if (result === undefined) throw new Error('the run has not begun');
    const failures = new Map(this.#record.failures.map((failure) => [failure.step.id, failure]));
    return { record: this.#record, failures, result };
  }

  interrupt(): void {
    this.#run?.interrupt('SIGINT');
  }

  /** Removes what was made for the run, and its record where nothing failed. */
  async dispose(): Promise<void> {
    try {
      const result = await this.#over?.catch(() => undefined);
      if (result === undefined) return;
      if (this.#since !== undefined) await stopDaemons(result.run, this.#since);
      if (this.#record.failures.length === 0)
        rmSync(result.runFolder, { recursive: true, force: true });
    } finally {
      const left = this.#sandbox?.remove();
      if (left !== undefined) console.warn(left);
    }
  }

  #note(event: RunEvent): void {
    this.#record.update(event);
    if (event.type !== 'step-end') return;
    this.#ended.set(event.step, event.verdict);
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
