import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Background, Step } from '../model/types.ts';
import { findTree, isInTree, killTree, type TreeRoot } from '../session/process-tree.ts';
import type { Shell } from '../session/shell.ts';
import type { StepScript } from '../session/step-script.ts';
import type { ProcessHost } from '../session/targets/types.ts';
import type { ShellOutcome } from '../session/types.ts';
import { StepOutput } from '../store/step-output.ts';
import { BACKGROUND_TAG, nameBackgroundFolder } from './background-names.ts';
import type { RunContext } from './context.ts';
import { createLiveView } from './live-view.ts';
import { outputLimit } from './output-limit.ts';
import type { FailureReason } from './verdict.ts';
import { wireStep } from './wiring.ts';

/** A background step from its start to its end. */
export class BackgroundStep {
  readonly step: Step;
  readonly settings: Background;
  readonly shell: Shell;
  readonly output: StepOutput;
  /** Time of the start on the monotonic clock, in milliseconds. */
  readonly startedAt: number;
  /** Settles when its process has ended, for whatever reason. */
  readonly outcome: Promise<ShellOutcome>;
  /** Set once the process has ended. */
  ended: ShellOutcome | undefined;
  /** Set when it ended on purpose, so its end is no failure. */
  stopping = false;
  /** Set when it printed more than it may, which ends it. */
  limited = false;
  readonly #root: TreeRoot;
  readonly #processes: ProcessHost;

  constructor(parts: {
    step: Step;
    settings: Background;
    shell: Shell;
    output: StepOutput;
    outcome: Promise<ShellOutcome>;
    tag: string;
    processes: ProcessHost;
  }) {
    this.step = parts.step;
    this.settings = parts.settings;
    this.shell = parts.shell;
    this.output = parts.output;
    this.startedAt = performance.now();
    this.outcome = parts.outcome;
    this.#processes = parts.processes;
    this.#root = {
      leader: parts.shell.leader.pid,
      tag: parts.tag,
      since: { tick: 0, pid: 0 },
      except: new Set(),
    };
    // A lost connection is told to whoever waits for the step.
    parts.outcome.then(
      (outcome) => {
        this.ended = outcome;
      },
      () => {},
    );
  }

  /** Whether a process belongs to it. */
  owns(pid: number): Promise<boolean> {
    return isInTree(this.#root, pid, this.#processes);
  }

  /** Whether one of its processes runs as the user with this number. */
  async hasUser(uid: number): Promise<boolean> {
    const look = await this.#processes.look();
    const tree = findTree(this.#root, look, this.#processes.self);
    return (await this.#processes.users(tree.map(({ pid }) => pid))).has(uid);
  }

  /** Ends it for what it printed. */
  limit(): void {
    this.limited = true;
    void killTree(this.#root, this.#processes, 'SIGKILL', 0).catch(() => {});
  }

  /** Stops it with its `stop=` signal, then KILL. Resolves to whether KILL was needed. */
  async stop(hurry: AbortSignal): Promise<boolean> {
    this.stopping = true;
    const { stop, stopTimeoutMs } = this.settings;
    const signal = `SIG${stop}` as NodeJS.Signals;
    const killed = await killTree(this.#root, this.#processes, signal, stopTimeoutMs, hurry);
    await this.outcome;
    this.output.finish();
    this.output.release();
    this.shell.dispose();
    return killed;
  }
}

export type Launch =
  | { readonly ok: true; readonly background: BackgroundStep }
  | { readonly ok: false; readonly reason: FailureReason };

/** Starts a background step in a shell of its own, in the session's present state. */
export async function launchBackground(
  context: RunContext,
  step: Step,
  settings: Background,
  index: number,
  script: StepScript,
): Promise<Launch> {
  const wired = await wireStep(context, step, script);
  if (!wired.ok) return wired;
  const folder = join(context.folder.path, nameBackgroundFolder(index));
  // Of the same step, when a person has it started again.
  rmSync(folder, { recursive: true, force: true });
  const { shell, exports } = await context.session.fork(folder);
  const value = `${context.folder.id}/${step.id}`;
  const live = createLiveView(context, step);
  const output = new StepOutput({
    log: context.folder.logPath(index, step.id, '.log'),
    split: !wired.wiring.merged,
    live: true,
    masker: context.masker,
    // The model refuses it on what keeps running.
    secret: false,
    limit: outputLimit(context, step),
    onLimit: () => background.limit(),
    ...(live === undefined
      ? {}
      : {
          onActivity: () =>
            context.background.has(step.id) ? undefined : live.show(output.output),
        }),
  });
  const wiring = { ...wired.wiring, exports: new Map([...exports, [BACKGROUND_TAG, value]]) };
  const background = new BackgroundStep({
    step,
    settings,
    shell,
    output,
    outcome: shell.run(wiring, output.sinks),
    tag: `${BACKGROUND_TAG}=${value}`,
    processes: context.session.target.processes,
  });
  return { ok: true, background };
}
