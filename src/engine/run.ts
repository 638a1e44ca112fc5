import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Plan } from '../plan/types.ts';
import { Session } from '../session/session.ts';
import { describeFolderTrouble } from '../store/folder-trouble.ts';
import { type Journal, openJournal } from '../store/journal.ts';
import { makeFolder } from '../store/make-folder.ts';
import { createMasker } from '../store/mask.ts';
import { createRunFolder, type RunFolder } from '../store/run-folder.ts';
import type { RunLock } from '../store/run-lock.ts';
import { BACKGROUND_TAG } from './background.ts';
import { now, type RunContext, type StopCause, Values } from './context.ts';
import { EngineError } from './engine-error.ts';
import type { RunEvent, RunSetup } from './events.ts';
import { hashBlocks } from './hash-blocks.ts';
import { runLifecycle } from './lifecycle.ts';
import { lockRun } from './lock-run.ts';
import { viewStep } from './step-view.ts';
import { stopRun } from './stop.ts';
import type { InterruptSignal, Run, RunOptions, RunResult } from './types.ts';

/** Variable that every process of a run has in its environment, with the run's id. */
const RUN_TAG = 'RUNBOOK_RUN';

/** Variables that would change how our bash itself starts. */
const SHELL_STARTUP = ['BASH_ENV', 'ENV', 'SHELLOPTS', 'BASHOPTS', 'POSIXLY_CORRECT', 'CDPATH'];

/** Starts to run a plan. Everything that happens is told to `options.emit`, in order. */
export function startRun(plan: Plan, options: RunOptions): Run {
  const started: { context?: RunContext; cause?: StopCause } = {};
  const stop = (cause: StopCause): void => {
    started.cause ??= cause;
    if (started.context !== undefined) stopRun(started.context, cause);
  };
  return {
    result: execute(plan, options, (context) => {
      started.context = context;
      if (started.cause !== undefined) stopRun(context, started.cause);
    }),
    interrupt: (signal: InterruptSignal) => stop({ kind: 'signal', signal }),
  };
}

async function execute(
  plan: Plan,
  options: RunOptions,
  publish: (context: RunContext) => void,
): Promise<RunResult> {
  const lock = await lockRun(plan, options);
  try {
    return await executeLocked(plan, options, lock, publish);
  } finally {
    lock.release();
  }
}

async function executeLocked(
  plan: Plan,
  options: RunOptions,
  lock: RunLock,
  publish: (context: RunContext) => void,
): Promise<RunResult> {
  const { document } = plan.runbook;
  const folder = createRunFolder(options.stateDir, document.file, document.text);
  lock.name(folder.id);
  makeWorkdir(plan.workdir);
  const journal = openJournal(folder.path);
  try {
    const context = createContext(plan, options, folder, journal);
    publish(context);
    await context.session.open();
    announce(context);
    const exitCode = await runLifecycle(context);
    return { exitCode, run: folder.id, runFolder: folder.path };
  } finally {
    journal.close();
  }
}

function createContext(
  plan: Plan,
  options: RunOptions,
  folder: RunFolder,
  journal: Journal,
): RunContext {
  const secrets = plan.params.filter((param) => param.secret).map((param) => param.value);
  const masker = createMasker(secrets, plan.runbook.config.mask);
  const env = Object.fromEntries(
    Object.entries(plan.env).filter(([name]) => !SHELL_STARTUP.includes(name)),
  );
  const session = new Session({
    bash: plan.shell,
    folder: folder.path,
    workdir: plan.workdir,
    env: { ...env, [RUN_TAG]: folder.id },
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
    background: new Map(),
    died: new Set(),
    scripts: new Map(),
    emit: (event: RunEvent) => {
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
    stopCause: undefined,
    hurry: new AbortController(),
  };
  return context;
}

function announce(context: RunContext): void {
  const { plan, folder, options } = context;
  const { document, title } = plan.runbook;
  context.emit({
    type: 'run-start',
    time: now(),
    run: folder.id,
    version: options.version,
    document: document.file,
    documentHash: createHash('sha256').update(document.text).digest('hex'),
    title,
    workdir: plan.workdir,
    runFolder: folder.path,
    params: plan.paramViews,
    steps: [...plan.steps, ...plan.cleanup].map(({ step }) => viewStep(step)),
    setup: describeSetup(plan, options),
  });
}

function describeSetup(plan: Plan, options: RunOptions): RunSetup {
  const { keep, cleanup, keepGoing } = options;
  const path = resolve(plan.request.cwd, plan.runbook.document.file);
  const blocks = hashBlocks([...plan.steps, ...plan.cleanup].map(({ step }) => step));
  return { ...plan.request, path, keep, cleanup, keepGoing, blocks };
}

function makeWorkdir(workdir: string): void {
  try {
    makeFolder(workdir);
  } catch (error) {
    throw new EngineError(
      'workdir',
      `cannot create the working directory ${workdir}: ${describeFolderTrouble(error)}`,
      { hint: 'give another one with --workdir', cause: error },
    );
  }
}
