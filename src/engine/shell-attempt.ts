import { accessSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import type { OtherUser } from '../session/other-user.ts';
import { type StepScript, writeStepScript } from '../session/step-script.ts';
import type { ShellOutcome } from '../session/types.ts';
import { StepOutput } from '../store/step-output.ts';
import type { RunContext } from './context.ts';
import { evaluateExpectations, matchesExit } from './evaluate.ts';
import { findFailedCommand } from './failed-command.ts';
import { type Killed, KillSwitch } from './kill-switch.ts';
import { createLiveView } from './live-view.ts';
import { limitReached, outputLimit } from './output-limit.ts';
import { refuseAlone } from './people.ts';
import { policyFor } from './policy-for.ts';
import {
  type Attempt,
  type AttemptResult,
  type AttemptSettings,
  logError,
  TAIL_LINES,
  tellOutput,
} from './step-result.ts';
import { createSurroundings } from './surroundings.ts';
import type { FailureReason } from './verdict.ts';
import { wireStep } from './wiring.ts';

/** What stands in the log of a step that has the terminal. */
const NOT_RECORDED = 'the step had the terminal: what it showed there is not recorded\n';

/** Tries a block in the session. */
export function createShellAttempt(
  context: RunContext,
  { step, interpreter }: PlannedStep,
  index: number,
  other?: OtherUser,
): Attempt {
  const { folder, session } = context;
  const script = writeStepScript(folder.path, index, step, interpreter, {
    scripts: session.target.scripts,
    reused: session.scripts,
    ...(other === undefined ? {} : { other }),
  });
  context.scripts.set(script.source, step);
  return (settings) => runOnce(context, step, script, settings);
}

/**
 * Has the code of a step ready as far as it is a plain block, while there is nothing else to do: the
 * attempt would write the very same. What is wrong with that is said there.
 */
export function prepareShellAttempt(
  { folder, session }: RunContext,
  { step, interpreter }: PlannedStep,
  index: number,
): void {
  const { scripts } = session.target;
  if (interpreter !== null || step.user !== undefined || !scripts.reuses) return;
  if ((step.code === '' || step.request) ?? step.file ?? step.background) return;
  try {
    writeStepScript(folder.path, index, step, null, { scripts, reused: session.scripts });
  } catch {
    // A full disk, for instance.
  }
}

async function runOnce(
  context: RunContext,
  step: Step,
  script: StepScript,
  { log, timeoutMs, isLast }: AttemptSettings,
): Promise<AttemptResult> {
  if (step.tty && context.options.operator?.hasTerminal !== true) {
    const { reason } = refuseAlone();
    return { status: 'failed', reason, tail: [], durationMs: 0 };
  }
  const wired = await wireStep(context, step, script);
  if (!wired.ok) return { status: 'failed', reason: wired.reason, tail: [], durationMs: 0 };
  if (context.stop.signal.aborted) return { status: 'cancelled', tail: [], durationMs: 0 };
  const { session } = context;
  const killSwitch = new KillSwitch(context);
  const live = createLiveView(context, step);
  const output = new StepOutput({
    log,
    files: context.logFiles,
    split: !wired.wiring.merged,
    live: false,
    masker: context.masker,
    secret: step.secret,
    limit: outputLimit(context, step),
    onLimit: () => killSwitch.kill({ kind: 'output-limit' }),
    ...(live === undefined ? {} : { onActivity: () => live.show(output.output) }),
  });
  if (step.tty && !step.secret) output.sinks.err(Buffer.from(NOT_RECORDED));
  const prepareLog = (): void => {
    if (!step.secret) context.logFiles.prepare(log);
  };
  const before = session.snapshot;
  const mark = session.mark();
  const start = performance.now();
  const outcome = await killSwitch
    .during(timeoutMs, () => session.run(wired.wiring, output.sinks, prepareLog))
    .finally(() => live?.stop());
  const durationMs = performance.now() - start;
  await completeLog(context, output);
  const tail = output.output.tail(TAIL_LINES);
  const done = { durationMs, tail, ...tellOutput(step, output) };
  try {
    const { killed } = killSwitch;
    if (killed === undefined && !context.stop.signal.aborted)
      return await judge(context, { step, script, outcome, output, mark, isLast, done });
    // The tree may still be dying; what it changed in the shell is taken back.
    await session.kill(context.hurry.signal);
    await session.rollback(before);
    if (killed === undefined) return { ...done, status: 'cancelled' };
    return { ...done, status: 'failed', reason: killedReason(context, step, killed) };
  } finally {
    output.release();
  }
}

async function completeLog(context: RunContext, output: StepOutput): Promise<void> {
  output.finish();
  const { path } = output.output;
  const error = output.output.error ?? missFolder(path);
  if (error === undefined) return;
  await context.session.kill(context.hurry.signal);
  throw logError(path, error);
}

/** Without the run's folder nothing is told of how the step has ended: its exit code is not its own. */
function missFolder(log: string): Error | undefined {
  try {
    accessSync(dirname(log));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** An attempt that came to its own end. */
interface EndedAttempt {
  readonly step: Step;
  readonly script: StepScript;
  readonly outcome: ShellOutcome;
  readonly output: StepOutput;
  /** Of the session, from before the attempt. */
  readonly mark: number;
  readonly isLast: AttemptSettings['isLast'];
  readonly done: Pick<AttemptResult, 'log' | 'tail' | 'hidden' | 'durationMs'>;
}

async function judge(context: RunContext, attempt: EndedAttempt): Promise<AttemptResult> {
  const { step, script, outcome, output, mark, done } = attempt;
  const { session } = context;
  const last = attempt.isLast(done.durationMs);
  const reason = judgeExit(context, step, script, outcome, done.tail);
  const accepted =
    last &&
    reason?.kind === 'exit' &&
    policyFor(context, step)?.acceptsExit(step, outcome.exit) === true;
  if (reason !== undefined && !accepted)
    return failAndReap(context, mark, { ...done, status: 'failed', reason });
  const subject = {
    exit: outcome.exit,
    durationMs: done.durationMs,
    stdout: output.stdout,
    stderr: output.stderr,
    output: output.output,
    surroundings: createSurroundings(context, step),
  };
  const evaluation = await evaluateExpectations(context, step, subject, last);
  // What they ask of the host is cut short then, and its answers say nothing.
  if (context.stop.signal.aborted)
    return failAndReap(context, mark, { ...done, status: 'cancelled' });
  if (!evaluation.ok)
    return failAndReap(context, mark, { ...done, status: 'failed', reason: evaluation.reason });
  const processes = await session.leftovers(mark);
  if (processes.length === 0) return { ...done, status: 'passed', captures: evaluation.captures };
  await session.kill(context.hurry.signal);
  return { ...done, status: 'failed', reason: { kind: 'leftover', processes } };
}

/** The reason why the exit status fails the step, if it does. */
function judgeExit(
  context: RunContext,
  step: Step,
  script: StepScript,
  outcome: ShellOutcome,
  tail: readonly string[],
): FailureReason | undefined {
  if (outcome.noExec) {
    return {
      kind: 'cannot-start',
      message:
        'the block turned off execution (`set -n`) or replaced `builtin`, so its end was never seen',
      hint: 'check a script with `bash -n FILE`, and call the function something else',
    };
  }
  if (matchesExit(outcome.exit, step.exit, constants.signals)) return undefined;
  const command = findFailedCommand(outcome.records, context.scripts, script.source, tail);
  return {
    kind: 'exit',
    exit: outcome.exit,
    expected: step.exit,
    ...(command === undefined ? {} : { command }),
  };
}

/** A failed step keeps no daemons and no leftovers. The shell goes with them; its state stays. */
async function failAndReap(
  context: RunContext,
  mark: number,
  result: AttemptResult,
): Promise<AttemptResult> {
  if (context.session.mark() !== mark) await context.session.kill(context.hurry.signal);
  return result;
}

function killedReason(context: RunContext, step: Step, killed: Killed): FailureReason {
  return killed.kind === 'timeout' ? killed : limitReached(context, step);
}
