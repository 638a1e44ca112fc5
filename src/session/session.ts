import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessInfo } from '../engine/verdict.ts';
import type { Moment } from './process-table.ts';
import { findTree, killTree, type TreeRoot } from './process-tree.ts';
import { ReusedFile } from './reused-file.ts';
import { Shell } from './shell.ts';
import type { Target } from './targets/types.ts';
import type { SavedState, SessionOptions, SessionStep, ShellOutcome, StepSinks } from './types.ts';

/** How long what a step left behind may take to end by itself, in milliseconds. */
const SETTLE_MS = 300;

/** How long a shell that is to be killed may take to write its state, in milliseconds. */
const SETTLED_MS = 3_000;

/** How long a shell that goes on may take for it: a state of 20 MB takes a second. */
const STATE_MS = 6_000;

const EVER: Moment = { tick: 0, pid: 0 };
const NEVER: Moment = { tick: Number.POSITIVE_INFINITY, pid: 0 };

/** The terminal that all steps of a run share: one bash at a time, and its state. */
export class Session {
  /** Takes the code of the step that is to run next. */
  readonly scripts: ReusedFile = new ReusedFile();
  readonly #options: SessionOptions;
  #shell: Shell | undefined;
  /** Pid of the shell that ran the last step, also when it is gone: it names the session. */
  #leader: number | undefined;
  /** Processes of its session that are ours, also when they are gone. */
  #own: ReadonlySet<number> = new Set();
  /** State after the last step that left one, as bash code; `undefined`: as at the start. */
  #snapshot: Promise<string | undefined> = Promise.resolve(undefined);
  #cwd: string;
  /** Set when the shell ended before the state after a step that came to its end was whole. */
  #lost = false;
  /** Captures that the shell has not been told yet. */
  #exports = new Map<string, string>();
  #started = 0;
  /** The pid that was given out last when nothing but our own was in the session, if that is known. */
  #quiet: number | undefined;
  #since: Moment = EVER;
  #running = false;
  #killing: Promise<void> | undefined;
  /** How often the end of what runs was asked for. */
  #kills = 0;
  readonly #others = new Set<number>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#cwd = options.workdir;
  }

  /** The host that the steps run on. */
  get target(): Target {
    return this.#options.target;
  }

  /** The state that the next step begins with; give it to {@link rollback}. */
  get snapshot(): SavedState {
    return { snapshot: this.#snapshot, cwd: this.#cwd, exports: new Map(this.#exports) };
  }

  /** The shell's current directory. */
  get cwd(): string {
    return this.#cwd;
  }

  /** Makes captures visible to the steps from now on. */
  export(captures: ReadonlyMap<string, string>): void {
    for (const [name, value] of captures) this.#exports.set(name, value);
  }

  /**
   * Starts the shell, so that one that cannot be used is known before anything has run.
   *
   * @param signal - aborted when it is not waited for any longer
   */
  async open(signal: AbortSignal): Promise<void> {
    await this.#ready(undefined, signal);
  }

  /**
   * Runs one step in the shared shell, which is started when there is none. A step that has the
   * terminal gets a shell there, which begins with the present state and hands its own on.
   *
   * @param meanwhile - called when the step is on its way: for what would hold it up before
   */
  async run(
    step: SessionStep,
    sinks: StepSinks,
    meanwhile: () => void = () => {},
  ): Promise<ShellOutcome> {
    const kills = this.#kills;
    if (step.terminal !== undefined) {
      await this.#putAside();
      if (kills !== this.#kills) return this.#stillborn();
    }
    const outcome = await this.#attempt(step, sinks, meanwhile);
    // The shell had ended unnoticed after the step before; its state is known, and another one goes on.
    if (outcome.begun || kills !== this.#kills) return outcome;
    const second = await this.#attempt(step, sinks, meanwhile);
    if (second.begun || kills !== this.#kills) return second;
    throw new Error('the shell ends before it runs anything');
  }

  /** Ends the shell, and has its state for another one to begin with. */
  async #putAside(): Promise<void> {
    await this.#settled();
    if ((await this.#snapshot) === undefined) {
      const { scripts } = this.target;
      const script = join(scripts.place(this.#options.folder), 'begin.sh');
      scripts.write(script, ':\n');
      const nothing = { script, merged: true, env: {}, traps: false, condition: true };
      await this.#attempt(nothing, { out: () => {}, err: () => {} }, () => {});
    }
    await this.end();
  }

  async #attempt(
    step: SessionStep,
    sinks: StepSinks,
    meanwhile: () => void,
  ): Promise<ShellOutcome> {
    const kills = this.#kills;
    await this.#settled();
    if (this.#lost) {
      // Said once: cleanup still runs, in the state from before.
      this.#lost = false;
      throw new Error('the shell ended while it wrote the state after the last step');
    }
    let shell: Shell;
    try {
      shell = await this.#ready(step.terminal);
    } catch (error) {
      // The kill may have hit the shell on its way up.
      if (kills !== this.#kills) return this.#stillborn();
      throw error;
    }
    if (kills !== this.#kills) return this.#stillborn();
    this.#since = await this.target.processes.now();
    const exports = this.#exports;
    this.#exports = new Map();
    this.#running = true;
    const outcome = await shell.run({ ...step, exports }, sinks, meanwhile).finally(() => {
      this.#running = false;
    });
    this.#keepState(outcome, exports);
    if (outcome.alive && step.terminal === undefined) return outcome;
    await this.#snapshot;
    this.#drop();
    // Only then the terminal is ours again.
    if (step.terminal !== undefined) await shell.leader.exited;
    return outcome;
  }

  #keepState(
    { records, alive, snapshot }: ShellOutcome,
    exports: ReadonlyMap<string, string>,
  ): void {
    if (records.cwd !== null) this.#cwd = records.cwd;
    const before = this.#snapshot;
    this.#snapshot = snapshot.then((state) => {
      if (state !== null) return state;
      this.#lost = alive;
      this.#exports = new Map([...exports, ...this.#exports]);
      return before;
    });
  }

  /** Resolves when the shell has written the state after the last step, or is gone. */
  async #settled(): Promise<void> {
    this.#shell?.readAhead();
    await this.#snapshot;
  }

  /**
   * Resolves when the state after the last step is whole. A shell that does not come to an end with it,
   * because something stopped it, is killed.
   */
  async settle(): Promise<void> {
    if (this.#shell?.readAhead() === true) {
      await this.#snapshot;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), STATE_MS).unref();
    });
    const whole = this.#settled().then(() => true);
    // Taken back each time: many steps may come to this.
    const isWhole = await Promise.race([whole, late]).finally(() => clearTimeout(timer));
    if (!isWhole) await this.kill();
    await this.#snapshot;
  }

  /** The same for a shell that is about to be killed, which may be stopped. */
  async #settledInTime(hurry?: AbortSignal): Promise<void> {
    const over = new AbortController();
    const stop = (): void => over.abort();
    if (hurry?.aborted) stop();
    hurry?.addEventListener('abort', stop, { once: true });
    const late = sleep(SETTLED_MS, undefined, { ref: false, signal: over.signal });
    await Promise.race([this.#settled(), late.catch(() => {})]).finally(() => {
      // The signal is the run's: what each step that fails leaves on it would add up.
      hurry?.removeEventListener('abort', stop);
      stop();
    });
  }

  /** The outcome of a step that was to be killed while its shell was being started. */
  async #stillborn(): Promise<ShellOutcome> {
    await this.kill();
    const records = { errors: [], status: null, cwd: null, ending: false };
    const snapshot = Promise.resolve(null);
    return {
      exit: { signal: 'TERM' },
      begun: false,
      alive: false,
      records,
      snapshot,
      noExec: false,
    };
  }

  /** Starts another shell in the present state, for a step that goes on beside the others. */
  async fork(folder: string): Promise<{ shell: Shell; exports: ReadonlyMap<string, string> }> {
    const shell = await this.#start(folder);
    this.#others.add(shell.leader.pid);
    return { shell, exports: new Map(this.#exports) };
  }

  /** Forgets what happened since a state was current. */
  async rollback({ snapshot, cwd, exports }: SavedState): Promise<void> {
    await this.end();
    this.#snapshot = snapshot;
    this.#cwd = cwd;
    this.#lost = false;
    // The steps since have been told of them, and that is taken back as well.
    this.#exports = new Map(exports);
  }

  /** Equal to an earlier one when no process was started since. */
  mark(): number {
    return this.target.processes.mark();
  }

  /**
   * What the last step left running in the session, after a moment in which it may end by itself.
   * A daemon that made a session of its own is not among it.
   */
  async leftovers(mark: number): Promise<readonly ProcessInfo[]> {
    const leader = this.#leader;
    if (leader === undefined || (mark !== -1 && this.mark() === mark)) return [];
    const deadline = performance.now() + SETTLE_MS;
    for (;;) {
      const last = this.mark();
      const look = await this.target.processes.look();
      const left = look
        .since(mark)
        .filter(
          ({ pid, session, group }) =>
            !this.#own.has(pid) && (session === leader || group === leader),
        );
      if (left.length === 0) this.#quiet = last;
      // Taken down at once: whoever is told of them kills them next.
      if (left.length === 0 || performance.now() > deadline)
        return left.map(({ pid, command }) => ({ pid, command }));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /**
   * Ends the step under way, or what is left of the last one, with all it started, daemons
   * included, and the shell with it. The state stays what it was.
   */
  kill(hurry?: AbortSignal): Promise<void> {
    this.#kills += 1;
    this.#killing ??= this.#killAll(hurry).finally(() => {
      this.#killing = undefined;
    });
    return this.#killing;
  }

  async #killAll(hurry?: AbortSignal): Promise<void> {
    if (this.#leader === undefined) return;
    if (!this.#running) await this.#settledInTime(hurry);
    const root = this.#root(this.#leader, this.#since);
    await killTree(root, this.target.processes, 'SIGTERM', undefined, hurry);
    if (this.#running) return;
    // What ran may have ended just now, and its end is still being read.
    await this.#settledInTime(hurry);
    this.#drop();
  }

  /** Ends the shell, and what is left in its session. Daemons of steps that passed stay. */
  async end(): Promise<void> {
    await this.#killing;
    this.scripts.close();
    if (this.#leader === undefined) return;
    await this.#settledInTime();
    const shell = this.#shell;
    this.#drop();
    // Without its control pipe the shell is at its script's end; killing is for what is not.
    const ended = shell?.leader.exited.then(() => true);
    const isGone = await Promise.race([ended, sleep(SETTLE_MS, false, { ref: false })]);
    const root = this.#root(this.#leader, NEVER);
    const { processes } = this.target;
    const isEmpty = isGone === true && (await this.#isStillQuiet(this.#leader));
    if (!isEmpty && findTree(root, await processes.look(), processes.self).length > 0)
      await killTree(root, processes, 'SIGKILL', 0);
    // The pid may be given to somebody else from now on.
    this.#leader = undefined;
  }

  /**
   * Whether nothing is in the session that was not there when it was last looked at. Most hosts have
   * hundreds of processes, and have started few since.
   */
  async #isStillQuiet(leader: number): Promise<boolean> {
    if (this.#quiet === undefined) return false;
    const look = await this.target.processes.look();
    return look
      .since(this.#quiet)
      .every(({ session, group }) => session !== leader && group !== leader);
  }

  /** `since`: from when on a daemon counts as the step's. */
  #root(leader: number, since: Moment): TreeRoot {
    const { tag, exceptTag } = this.#options;
    return { leader, tag, exceptTag, since, except: this.#others };
  }

  async #ready(terminal?: SessionStep['terminal'], signal?: AbortSignal): Promise<Shell> {
    // A new shell carries the tag by which the old one's daemons are found and killed.
    await this.#killing;
    if (this.#shell === undefined) {
      this.#shell = await this.#start(this.#nextFolder(), terminal, signal);
      this.#quiet = this.mark();
    }
    this.#leader = this.#shell.leader.pid;
    this.#own = this.#shell.own;
    return this.#shell;
  }

  #nextFolder(): string {
    this.#started += 1;
    return join(this.#options.folder, `shell-${this.#started}`);
  }

  async #start(
    folder: string,
    terminal?: SessionStep['terminal'],
    signal?: AbortSignal,
  ): Promise<Shell> {
    const { bash, workdir, env, target } = this.#options;
    const state = await this.#snapshot;
    const snapshot = state === undefined ? {} : { snapshot: state };
    const place = {
      ...(terminal === undefined ? {} : { terminal }),
      ...(signal === undefined ? {} : { signal }),
    };
    return Shell.start({ bash, folder, cwd: workdir, env, target, ...snapshot, ...place });
  }

  #drop(): void {
    this.#shell?.dispose();
    this.#shell = undefined;
  }
}
