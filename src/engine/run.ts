import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import type { Plan } from '../plan/types.ts';
import { FileReserve } from '../session/open-files.ts';
import { Session } from '../session/session.ts';
import { LOCAL } from '../session/targets/local/local.ts';
import type { Target } from '../session/targets/types.ts';
import { UnopenedShell } from '../session/unopened-shell.ts';
import { describeFolderTrouble } from '../store/folder-trouble.ts';
import { type Journal, openJournal } from '../store/journal.ts';
import { LogFiles } from '../store/log-files.ts';
import { createMasker } from '../store/mask.ts';
import { continueRunFolder, createRunFolder, type RunFolder } from '../store/run-folder.ts';
import type { RunLock } from '../store/run-lock.ts';
import { StateStore } from '../store/state-store.ts';
import { BACKGROUND_TAG } from './background-names.ts';
import { now, RUN_TAG, type RunContext, type StopCause, Values } from './context.ts';
import { describeSetup } from './describe-setup.ts';
import { EngineError } from './engine-error.ts';
import { EVENT_SCHEMA, type RunEvent } from './events.ts';
import { exitWithoutStep } from './exit-code.ts';
import type { InterruptSignal } from './interrupt-signal.ts';
import { lockRun } from './lock-run.ts';
import { checkUntouched, endEarlier, viewResumption } from './resumption.ts';
import { withoutShellStartup } from './shell-startup.ts';
import { viewStep } from './step-view.ts';
import { stopRun } from './stop.ts';
import type { Run, RunOptions, RunResult } from './types.ts';
import { describeHost, viewDocument, viewUnselected } from './view-document.ts';

/** Starts to run a plan. Everything that happens is told to `options.emit`, in order. */
export function startRun(plan: Plan, options: RunOptions): Run {
  return supervise((publish) => withLock(plan, options, publish));
}

/** Lets signals reach what runs, also those that come before it does. */
export function supervise(
  work: (publish: (context: RunContext) => void) => Promise<RunResult>,
): Run {
  const started: { context?: RunContext; cause?: StopCause } = {};
  const stop = (cause: StopCause): void => {
    const isCtrlC = cause.kind === 'signal' && cause.signal === 'SIGINT';
    if (isCtrlC && started.context?.interruptStep?.() === true) return;
    started.cause ??= cause;
    if (started.context !== undefined) stopRun(started.context, cause);
  };
  return {
    result: work((context) => {
      started.context = context;
      if (started.cause !== undefined) stopRun(context, started.cause);
    }),
    interrupt: (signal: InterruptSignal) => stop({ kind: 'signal', signal }),
  };
}

async function withLock(
  plan: Plan,
  options: RunOptions,
  publish: (context: RunContext) => void,
): Promise<RunResult> {
  const lock = await lockRun(plan, options);
  try {
    return await execute(plan, options, lock, publish);
  } finally {
    lock.release();
  }
}

async function execute(
  plan: Plan,
  options: RunOptions,
  lock: RunLock,
  publish: (context: RunContext) => void,
): Promise<RunResult> {
  const { document } = plan.runbook;
  if (options.resumption !== undefined) checkUntouched(options.resumption);
  const past = options.resumption?.place;
  const folder =
    past === undefined
      ? createRunFolder(options.stateDir, document.file, document.text)
      : continueRunFolder(past.id, past.root, document.file, document.text);
  lock.name(folder.id);
  await makeWorkdir(options.target ?? LOCAL, plan.workdir);
  const journal = openJournal(folder.root);
  const context = createContext(plan, options, folder, journal);
  try {
    publish(context);
    const exitCode = await runSteps(context, options);
    return { exitCode, run: folder.id, runFolder: folder.root };
  } catch (error) {
    // A shell that hangs at its start: nothing has run, and its cleanup would hang as well.
    if (context.stopCause?.kind !== 'signal' || !(error instanceof UnopenedShell)) throw error;
    return { exitCode: exitWithoutStep(context.stopCause), run: folder.id, runFolder: folder.root };
  } finally {
    journal.close();
    closeContext(context);
  }
}

async function runSteps(context: RunContext, { resumption }: RunOptions): Promise<number> {
  if (resumption !== undefined) {
    announce(context);
    // Before there is a shell of ours, which would look like one that was left.
    await endEarlier(context, resumption);
  }
  const opened = context.session.open(context.stop.signal);
  const expectsSome = context.plan.runbook.steps.some((step) => step.expectations.length > 0);
  // What runs the steps is loaded while the shell starts, which is another process; and what judges
  // them before there may be no open file left for it.
  const [{ runLifecycle }] = await Promise.all([
    import('./lifecycle.ts'),
    opened,
    expectsSome ? import('../expect/evaluators.ts') : undefined,
  ]);
  if (resumption === undefined) announce(context);
  return runLifecycle(context);
}

/** Everything that the parts of a run share, made for a plan. */
export function createContext(
  plan: Plan,
  options: RunOptions,
  folder: RunFolder,
  journal: Journal,
): RunContext {
  const secrets = plan.params.filter((param) => param.secret).map((param) => param.value);
  const masker = createMasker(secrets, plan.runbook.config.mask);
  const tagged = { ...withoutShellStartup(plan.env), [RUN_TAG]: folder.id };
  const session = new Session({
    target: options.target ?? LOCAL,
    bash: plan.shell,
    folder: folder.path,
    workdir: plan.workdir,
    env: tagged,
    tag: `${RUN_TAG}=${folder.id}`,
    exceptTag: `${BACKGROUND_TAG}=${folder.id}/`,
  });
  const context: RunContext = {
    plan,
    options,
    folder,
    masker,
    session,
    values: new Values(plan, masker),
    states: new StateStore({
      root: folder.root,
      file: join(relative(folder.root, folder.path), 'states'),
      masker,
      env: tagged,
    }),
    env: tagged,
    background: new Map(),
    died: new Set(),
    started: new Set(options.resumption?.started),
    liftLimit: () => {},
    ends: new Map(),
    logs: new Map(),
    logFiles: new LogFiles(),
    interruptStep: undefined,
    scripts: new Map(),
    emit: (event: RunEvent) => {
      if (event.type === 'step-end') {
        const { durationMs, verdict } = event;
        const before = event.earlier && options.resumption?.carried.get(event.step);
        const { time } = before || event;
        context.ends.set(event.step, { time, durationMs, status: verdict.status });
        if (event.log !== undefined) context.logs.set(event.step, event.log);
      }
      const masked = masker.data(event);
      try {
        journal.append(masked);
      } catch (error) {
        // Thrown from here it would keep what follows, such as the stop of a server, from happening.
        if (context.stopCause?.kind !== 'engine-error')
          stopRun(context, { kind: 'engine-error', error });
      }
      options.emit(masked);
    },
    stop: new AbortController(),
    reserve: new FileReserve(),
    stopCause: undefined,
    hurry: new AbortController(),
  };
  return context;
}

/** Lets go of all files that are open for a run, whatever became of it. */
export function closeContext({ reserve, logFiles, states }: RunContext): void {
  reserve.release();
  logFiles.close();
  states.close();
}

function announce(context: RunContext): void {
  const { plan, folder, options } = context;
  const { document, title } = plan.runbook;
  const { resumption } = options;
  const steps = [...plan.steps, ...plan.diagnose, ...plan.rollback, ...plan.cleanup];
  context.emit({
    type: 'run-start',
    time: now(),
    run: folder.id,
    schema: EVENT_SCHEMA,
    version: options.version,
    document: document.file,
    documentHash: createHash('sha256').update(document.text).digest('hex'),
    title,
    ...(plan.scenario === undefined ? {} : { scenario: plan.scenario }),
    workdir: plan.workdir,
    runFolder: folder.root,
    params: plan.paramViews,
    steps: steps.map(({ step }) => viewStep(step)),
    ...viewUnselected(plan.runbook, steps),
    ...viewDocument(plan.runbook, context.masker),
    host: describeHost(),
    setup: describeSetup(plan, options),
    ...(resumption === undefined ? {} : { resumed: viewResumption(resumption, folder) }),
  });
}

async function makeWorkdir({ files }: Target, workdir: string): Promise<void> {
  try {
    await files.makeFolder(workdir);
  } catch (error) {
    throw new EngineError(
      'workdir',
      `cannot create the working directory ${workdir}: ${describeFolderTrouble(error)}`,
      { hint: 'give another one with --workdir', cause: error },
    );
  }
}
