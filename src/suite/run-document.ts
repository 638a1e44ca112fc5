import { NO_FENCES } from '../check/coverage.ts';
import { DocumentError } from '../document/problem.ts';
import { viewStep } from '../engine/step-view.ts';
import type { Run } from '../engine/types.ts';
import type { Runbook } from '../model/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { presentMoment } from '../session/process-table.ts';
import { judge, skipAt } from './judge.ts';
import { NotReadable, openDocument, type Trial } from './open-document.ts';
import { planDocument } from './plan-document.ts';
import { createSandbox } from './sandbox.ts';
import { startDocument } from './start-document.ts';
import { stopDaemons } from './stop-daemons.ts';
import type { Attempt, DocumentOutcome, DocumentResult, SuiteOptions } from './types.ts';
import { FailureWatch } from './watch-failures.ts';

/** What a document needs from the suite while it is run. */
export interface RunControl {
  /** Told of each run, so that signals reach it; returns how to leave that. */
  readonly begin: (run: Run) => () => void;
  /** Whether nothing is to be begun any more. */
  readonly isStopped: () => boolean;
}

/** Runs one document in a sandbox, again where that is wanted. Never throws. */
export async function runDocument(
  file: string,
  options: SuiteOptions,
  control: RunControl,
): Promise<DocumentResult> {
  const start = performance.now();
  const result: { -readonly [Key in keyof DocumentResult]: DocumentResult[Key] } = {
    file,
    outcome: { status: 'not-run' },
    proof: NO_FENCES,
    notes: [],
    attempts: [],
    durationMs: 0,
  };
  const attempts: Attempt[] = [];
  const notes: string[] = [];
  try {
    const { runbook, skip, ...known } = await openDocument(file, options);
    Object.assign(result, known, { title: runbook.title });
    const trial = { runbook, skip };
    result.outcome =
      leaveOut(runbook) ?? (await tryDocument(trial, options, control, { attempts, notes }));
    if (result.outcome.status === 'skipped') result.steps = runbook.steps.map(viewStep);
  } catch (error) {
    if (error instanceof NotReadable) Object.assign(result, error.known);
    result.outcome = refuse(error instanceof NotReadable ? error.problems : error);
  }
  return { ...result, attempts, notes, durationMs: performance.now() - start };
}

function leaveOut({ steps, config }: Runbook): DocumentOutcome | undefined {
  if (steps.length === 0) return { status: 'untagged' };
  const { skip } = config.test;
  return skip === undefined ? undefined : { status: 'skipped', reason: skip };
}

function refuse(error: unknown): DocumentOutcome {
  return error instanceof DocumentError || error instanceof UsageError
    ? { status: 'refused', error }
    : { status: 'broken', error };
}

/** Runs it until it passes or has had all its attempts. */
async function tryDocument(
  { runbook, skip }: Trial,
  options: SuiteOptions,
  control: RunControl,
  { attempts, notes }: { readonly attempts: Attempt[]; readonly notes: string[] },
): Promise<DocumentOutcome> {
  for (;;) {
    const attempt = await runOnce(runbook, options, control, notes);
    attempts.push(attempt);
    const outcome = skipAt(runbook, attempt, skip) ?? judge(runbook, attempt);
    const isGreen = outcome.status === 'passed' || outcome.status === 'nothing';
    if (isGreen) return attempts.length > 1 ? { status: 'flaky' } : outcome;
    if (outcome.status !== 'failed') return outcome;
    if (attempts.length > options.retries || control.isStopped()) return outcome;
  }
}

async function runOnce(
  runbook: Runbook,
  options: SuiteOptions,
  control: RunControl,
  notes: string[],
): Promise<Attempt> {
  const sandbox = createSandbox();
  try {
    const plan = await planDocument(runbook, sandbox, options);
    const watch = new FailureWatch();
    const since = presentMoment();
    const run = startDocument(plan, options, (event) => watch.note(event));
    const leave = control.begin(run);
    try {
      const result = await run.result;
      await stopDaemons(result.run, since);
      return { ...result, ...watch.result };
    } finally {
      leave();
    }
  } finally {
    notes.push(...[sandbox.remove() ?? []].flat());
  }
}
