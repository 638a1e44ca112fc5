import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { NO_FENCES, type Proof } from '../check/coverage.ts';
import { parseMarkdown } from '../document/parse.ts';
import { DocumentError } from '../document/problem.ts';
import { startRun } from '../engine/run.ts';
import { viewStep } from '../engine/step-view.ts';
import type { Run } from '../engine/types.ts';
import { loadRunbook } from '../model/load.ts';
import type { Runbook } from '../model/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import { measureProof } from './measure-proof.ts';
import { planDocument } from './plan-document.ts';
import { createSandbox } from './sandbox.ts';
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
    attempts: [],
    durationMs: 0,
  };
  const attempts: Attempt[] = [];
  try {
    const { runbook, proof } = await openDocument(file, options);
    result.proof = proof;
    result.title = runbook.title;
    result.outcome = leaveOut(runbook) ?? (await tryDocument(runbook, options, control, attempts));
    if (result.outcome.status === 'skipped') result.steps = runbook.steps.map(viewStep);
  } catch (error) {
    if (error instanceof NotReadable) result.proof = error.proof;
    result.outcome = refuse(error instanceof NotReadable ? error.problems : error);
  }
  return { ...result, attempts, durationMs: performance.now() - start };
}

/** A document with errors, of whose fences something is known nevertheless. */
class NotReadable extends Error {
  readonly problems: DocumentError;
  readonly proof: Proof;

  constructor(problems: DocumentError, proof: Proof) {
    super(problems.message);
    this.problems = problems;
    this.proof = proof;
  }
}

async function openDocument(
  file: string,
  { cwd, env }: SuiteOptions,
): Promise<{ runbook: Runbook; proof: Proof }> {
  const document = parseMarkdown(readText(file, cwd), file);
  const loaded = loadRunbook(document);
  const proof = await measureProof(document, loaded, { path: env['PATH'], cwd });
  if (loaded.runbook !== null) return { runbook: loaded.runbook, proof };
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  throw new NotReadable(new DocumentError(errors), proof);
}

function readText(file: string, cwd: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(cwd, file));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
  if (!isUtf8(bytes)) throw new UsageError(`${file}: is not UTF-8 text`, ['save it in UTF-8']);
  return bytes.toString('utf8');
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
  runbook: Runbook,
  options: SuiteOptions,
  control: RunControl,
  attempts: Attempt[],
): Promise<DocumentOutcome> {
  for (;;) {
    const attempt = await runOnce(runbook, options, control);
    attempts.push(attempt);
    const outcome = judge(runbook, attempt);
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
): Promise<Attempt> {
  const { version, stateDir, locator, keepGoing, timeoutMs, operator } = options;
  const sandbox = createSandbox();
  try {
    const plan = await planDocument(runbook, sandbox, options);
    const watch = new FailureWatch();
    const run = startRun(plan, {
      version,
      stateDir,
      locator,
      keep: false,
      cleanup: true,
      keepGoing,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      live: false,
      operator,
      emit: (event) => watch.note(event),
    });
    const leave = control.begin(run);
    try {
      const result = await run.result;
      await stopDaemons(result.run);
      return { ...result, summary: watch.summary, failed: watch.failed };
    } finally {
      leave();
    }
  } finally {
    sandbox.remove();
  }
}

/** What a run says of its document, its front matter considered. */
export function judge(
  { config }: Runbook,
  { exitCode, failed }: Pick<Attempt, 'exitCode' | 'failed'>,
): DocumentOutcome {
  const { expectFail } = config.test;
  if (exitCode > 128) return { status: 'cancelled' };
  if (expectFail === undefined) {
    if (exitCode === 0) return { status: 'passed' };
    if (exitCode === 4) return { status: 'passed', overridden: true };
    return exitCode === 3 ? { status: 'nothing' } : { status: 'failed' };
  }
  if (failed.length === 1 && failed[0] === expectFail)
    return { status: 'passed', expectedFailure: expectFail };
  if (failed.length > 0) {
    const others = failed.filter((id) => id !== expectFail).map((id) => `\`${id}\``);
    const why = `\`${expectFail}\` alone must fail (\`test.expect-fail\`), and so did ${others.join(', ')}`;
    const only = `\`${expectFail}\` must fail (\`test.expect-fail\`), and ${others.join(', ')} failed`;
    return { status: 'failed', why: failed.includes(expectFail) ? why : only };
  }
  if (exitCode === 1) return { status: 'failed' };
  const why = `\`${expectFail}\` must fail (\`test.expect-fail\`), and nothing failed`;
  return { status: 'failed', why, missedFailure: expectFail };
}
