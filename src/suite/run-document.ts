import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NO_FENCES, type Proof } from '../check/coverage.ts';
import type { Note, SkipRule } from '../dialects/types.ts';
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
    const { runbook, proof, notes, skip } = await openDocument(file, options);
    result.proof = proof;
    result.title = runbook.title;
    if (notes !== undefined) result.notes = notes;
    result.outcome =
      leaveOut(runbook) ?? (await tryDocument({ runbook, skip }, options, control, attempts));
    if (result.outcome.status === 'skipped') result.steps = runbook.steps.map(viewStep);
  } catch (error) {
    if (error instanceof NotReadable) Object.assign(result, error.known);
    result.outcome = refuse(error instanceof NotReadable ? error.problems : error);
  }
  return { ...result, attempts, durationMs: performance.now() - start };
}

/** A document with errors, of whose fences something is known nevertheless. */
class NotReadable extends Error {
  readonly problems: DocumentError;
  readonly known: Pick<DocumentResult, 'proof' | 'notes'>;

  constructor(problems: DocumentError, proof: Proof, notes: Pick<DocumentResult, 'notes'>) {
    super(problems.message);
    this.problems = problems;
    this.known = { proof, ...notes };
  }
}

/** A document to be tried, and by which exit code it may say that it does not apply. */
interface Trial {
  readonly runbook: Runbook;
  readonly skip: SkipRule | undefined;
}

async function openDocument(
  file: string,
  { cwd, env, dialect }: SuiteOptions,
): Promise<Trial & { readonly proof: Proof; readonly notes?: readonly Note[] }> {
  const source = readText(file, cwd);
  const read = dialect?.(source, { file, folder: dirname(resolve(cwd, file)) });
  const document = read?.document ?? parseMarkdown(source, file);
  const loaded = loadRunbook(document);
  const proof = await measureProof(document, loaded, { path: env['PATH'], cwd });
  const notes = read === undefined ? {} : { notes: read.notes };
  if (loaded.runbook !== null)
    return { runbook: loaded.runbook, proof, skip: read?.skip, ...notes };
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  throw new NotReadable(new DocumentError(errors), proof, notes);
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
  { runbook, skip }: Trial,
  options: SuiteOptions,
  control: RunControl,
  attempts: Attempt[],
): Promise<DocumentOutcome> {
  for (;;) {
    const attempt = await runOnce(runbook, options, control);
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
      return { ...result, ...watch.result };
    } finally {
      leave();
    }
  } finally {
    sandbox.remove();
  }
}

/** Whether a step of a document of another tool has said that the document does not apply. */
function skipAt(
  { steps }: Runbook,
  { failedExit }: Attempt,
  skip: SkipRule | undefined,
): DocumentOutcome | undefined {
  if (skip === undefined || failedExit?.code !== skip.code) return undefined;
  const step = steps.find(({ id }) => id === failedExit.step);
  if (step === undefined || skip.lines?.has(step.fence.line) === false) return undefined;
  return { status: 'skipped', reason: `line ${step.fence.line + 1} exited with ${skip.code}` };
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
