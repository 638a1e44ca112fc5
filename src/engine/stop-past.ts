import type { Plan } from '../plan/types.ts';
import type { ProcessEntry } from '../session/process-table.ts';
import { openJournal } from '../store/journal.ts';
import { continueRunFolder } from '../store/run-folder.ts';
import type { StoredState } from '../store/state-store.ts';
import { cleanUp } from './cleanup.ts';
import { now, type RunContext } from './context.ts';
import type { RunEvent, StepView } from './events.ts';
import { exitCodeOf, isOverridden } from './exit-code.ts';
import {
  type DeadEngine,
  endProcesses,
  findBackground,
  findOrphans,
  holdPipes,
  type LeftBackground,
  type RunPlace,
} from './leftovers.ts';
import type { Progress } from './lifecycle.ts';
import { lockDocument, placeOf } from './lock-run.ts';
import { restoreState } from './restore-state.ts';
import { closeContext, createContext, supervise } from './run.ts';
import { stopRun } from './stop.ts';
import type { Run, RunOptions } from './types.ts';

/** How long what a dead engine left has after TERM, in milliseconds. */
const GRACE_MS = 3_000;

/** What a run has left, and what is owed to it. */
export interface LeftRun extends RunPlace {
  readonly title: string;
  /** As the user gave it, and absolute. */
  readonly document: string;
  readonly path: string;
  readonly workdir: string;
  /** The host that it was on; absent: this one. */
  readonly target?: string;
  readonly background: readonly LeftBackground[];
  /** Set when its engine did not come to its end. */
  readonly dead?: DeadEngine;
  /** Cleanup steps that have not passed, where cleanup is owed. */
  readonly cleanup: readonly StepView[];
  readonly captures: ReadonlyMap<string, string>;
  readonly state?: StoredState;
}

/**
 * Ends what a run has left running, and runs the cleanup that is owed to it.
 *
 * @param plan - absent when no cleanup is owed
 */
export function startStop(left: LeftRun, plan: Plan | undefined, options: RunOptions): Run {
  return supervise(async (publish) => {
    const workdir = placeOf(left.target, left.workdir);
    const lock = await lockDocument({ ...left, workdir }, options.stateDir);
    lock.name(left.id);
    const journal = openJournal(left.root);
    const release = holdPipes(left);
    const result = { run: left.id, runFolder: left.root };
    try {
      if (plan === undefined) {
        const emit = (event: RunEvent): void => {
          journal.append(event);
          options.emit(event);
        };
        return { ...result, exitCode: await endAll(left, emit) };
      }
      const { document } = plan.runbook;
      const folder = continueRunFolder(left.id, left.root, document.file, document.text);
      const context = createContext(plan, options, folder, journal);
      publish(context);
      try {
        return { ...result, exitCode: await endAndCleanUp(context, left) };
      } finally {
        closeContext(context);
      }
    } finally {
      release();
      journal.close();
      lock.release();
    }
  });
}

/** Ends processes only. */
async function endAll(left: LeftRun, emit: (event: RunEvent) => void): Promise<number> {
  const start = performance.now();
  announce(left, emit);
  await endOrphans(left, emit);
  for (const background of inReverse(left.background)) await endBackground(left, background, emit);
  emit(describeEnd(0, new Map(), performance.now() - start));
  return 0;
}

/** In one reversed document order, as at the end of a run. */
async function endAndCleanUp(context: RunContext, left: LeftRun): Promise<number> {
  const start = performance.now();
  const { emit, plan } = context;
  const progress: Progress = {
    verdicts: new Map(),
    ignored: new Set<string>(),
    begun: true,
    cleaned: true,
    undone: false,
  };
  announce(left, emit);
  const wanted = new Set(left.cleanup.map(({ id }) => id));
  const cleanup = plan.cleanup.filter(({ step }) => wanted.has(step.id));
  const items = [
    ...cleanup.map((planned, i) => ({
      line: planned.step.fence.line,
      act: () => cleanUp(context, progress, planned, plan.steps.length + i + 1),
    })),
    ...left.background.map((background) => ({
      line: background.line,
      act: () => endBackground(left, background, emit, context.hurry.signal),
    })),
  ].sort((a, b) => b.line - a.line);
  try {
    await endOrphans(left, emit, context.hurry.signal);
    await restoreState(context, left.state, left.captures);
    emit({ type: 'cleanup', time: now() });
    for (const { act } of items) await act();
  } catch (error) {
    stopRun(context, { kind: 'engine-error', error });
  }
  await context.session.end();
  if (context.stopCause?.kind === 'engine-error') throw context.stopCause.error;
  const failed = [...progress.verdicts.values()].filter(({ status }) => status === 'failed').length;
  const exitCode = exitCodeOf({
    stopCause: context.stopCause,
    failed,
    overridden: [...progress.verdicts.values()].some(isOverridden),
    unmet: 0,
    executed: 1,
  });
  emit(describeEnd(exitCode, progress.verdicts, performance.now() - start));
  return exitCode;
}

function announce(left: LeftRun, emit: (event: RunEvent) => void): void {
  const { id: run, title, document, workdir, cleanup: steps } = left;
  emit({ type: 'stop-start', time: now(), run, title, document, workdir, steps });
}

/** Ends what an engine that died has left beside its background steps. */
export async function endOrphans(
  { dead, background }: Pick<LeftRun, 'dead' | 'background'>,
  emit: (event: RunEvent) => void,
  hurry?: AbortSignal,
): Promise<void> {
  if (dead === undefined) return;
  const find = (): ProcessEntry[] => findOrphans(dead, background);
  const { count } = await endProcesses(find, 'SIGTERM', GRACE_MS, hurry);
  if (count === 0) return;
  const what = count === 1 ? '1 process' : `${count} processes`;
  emit({ type: 'notice', time: now(), text: `ended ${what} of the engine that died` });
}

/** Ends one background step, and says so. */
export async function endBackground(
  place: RunPlace,
  background: LeftBackground,
  emit: (event: RunEvent) => void,
  hurry?: AbortSignal,
  why: 'stop' | 'resume' = 'stop',
): Promise<void> {
  const { step, signal, stopTimeoutMs } = background;
  const { count, killed } = await endProcesses(
    () => findBackground(place, background),
    `SIG${signal}` as NodeJS.Signals,
    stopTimeoutMs,
    hurry,
  );
  const gone = count === 0 ? { gone: true as const } : {};
  emit({ type: 'background-stopped', time: now(), step, why, killed, ...gone });
}

function inReverse(background: readonly LeftBackground[]): LeftBackground[] {
  return [...background].sort((a, b) => b.line - a.line);
}

function describeEnd(
  exitCode: number,
  verdicts: Progress['verdicts'],
  durationMs: number,
): RunEvent {
  const count = (wanted: string): number =>
    [...verdicts.values()].filter(({ status }) => status === wanted).length;
  const summary = {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    cancelled: count('cancelled'),
    durationMs,
  };
  return { type: 'run-end', time: now(), exitCode, summary };
}
