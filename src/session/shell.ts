import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { ExitStatus } from '../expect/types.ts';
import { unusableShell } from '../plan/shell.ts';
import { makeFolder } from '../store/make-folder.ts';
import {
  createStepControl,
  marksErr,
  PIPES,
  restoreOptions,
  type StepControl,
  type StepWiring,
  writeSessionFiles,
} from './bash-files.ts';
import { beginAtControl } from './begin-at-control.ts';
import { BeginCounter } from './begin-counter.ts';
import { Channel } from './channel.ts';
import { watchForNoExec } from './noexec-watch.ts';
import { writeToPipe } from './pipe.ts';
import { type LeaderProcess, quoteForShell, spawnLeader } from './process.ts';
import { send } from './process-tree.ts';
import { parseStateRecords, SnapshotReader, type StateRecords } from './state-records.ts';
import { GO_ON_FD, keeperScript, obeyKeeper } from './terminal.ts';

/** A step that takes longer than this is watched: its output is read as it comes; in milliseconds. */
const PATIENCE_MS = 2;

export interface ShellOptions {
  /** Absolute path of bash. */
  readonly bash: string;
  /** A folder of its own, which is created; absolute. */
  readonly folder: string;
  /** Where the shell begins. */
  readonly cwd: string;
  /** Environment of a fresh shell; a restored one gets its variables from the snapshot. */
  readonly env: Readonly<Record<string, string>>;
  readonly snapshot?: string;
  /** The shell gets the terminal that the program runs on: its kind, `$TERM`. It needs a snapshot. */
  readonly terminal?: { readonly term: string | undefined };
}

/** Receives a step's bytes as they come. In merged wiring everything goes to `out`. */
export interface StepSinks {
  readonly out: (bytes: Buffer) => void;
  readonly err: (bytes: Buffer) => void;
}

export interface ShellOutcome {
  readonly exit: ExitStatus;
  /** Whether the shell began with the step; it may have been gone before. */
  readonly begun: boolean;
  /** Whether the shell can run another step. */
  readonly alive: boolean;
  readonly records: StateRecords;
  /**
   * The state after the step, as bash code that restores it; `null` when the shell died first. The
   * shell still writes it when the outcome is known, and does nothing else before it is through.
   */
  readonly snapshot: Promise<string | null>;
  /** Set when the shell stopped executing what it reads (`set -n`) and had to be killed. */
  readonly noExec: boolean;
}

/**
 * One bash, started through zx, that sources step after step: one terminal. Its script comes over
 * a named pipe, so there is no loop around the steps that a `break` could end.
 */
export class Shell {
  readonly leader: LeaderProcess;
  readonly folder: string;
  readonly #out: Channel;
  readonly #err: Channel;
  readonly #state: Channel;
  readonly #snapshot: Channel;
  readonly #snapshots = new SnapshotReader();
  readonly #begins: BeginCounter;
  readonly #control: number;
  readonly #go: number;
  readonly #source: string;
  readonly #controlOf: StepControl;
  /** What lets go of all that is open. */
  readonly #closers: (() => void)[] = [];
  readonly #isJob: boolean;
  #goLength = 0;
  #isGone = false;
  #onGone: () => void = () => {};

  private constructor(leader: LeaderProcess, folder: string, salt: string, isJob: boolean) {
    this.#isJob = isJob;
    const marker = Buffer.from(`\x1e${salt}\x1e`);
    this.leader = leader;
    this.folder = folder;
    this.#controlOf = createStepControl(folder);
    // With `builtin`, since a step may call an alias or a function `.`.
    this.#source = `\\builtin . ${quoteForShell(join(folder, 'go'))}\n`;
    try {
      this.#out = this.#channel(PIPES.out, marker);
      this.#err = this.#channel(PIPES.err, marker);
      this.#state = this.#channel(PIPES.state, marker);
      this.#state.watch();
      this.#snapshot = this.#channel(PIPES.snapshot, marker);
      this.#begins = new BeginCounter(join(folder, PIPES.begun));
      this.#closers.push(() => this.#begins.close());
      this.#control = this.#open(PIPES.control, constants.O_RDWR | constants.O_NONBLOCK);
      // Kept open: opening a file for each step would be a good part of what a step costs.
      this.#go = this.#open('go', 'w');
    } catch (error) {
      this.dispose();
      throw error;
    }
    void leader.exited.then(() => {
      this.#isGone = true;
      this.#onGone();
    });
  }

  #channel(name: string, marker: Buffer): Channel {
    const channel = new Channel(join(this.folder, name), marker);
    this.#closers.push(() => channel.close());
    return channel;
  }

  #open(name: string, flags: string | number): number {
    const fd = openSync(join(this.folder, name), flags, 0o600);
    this.#closers.push(() => closeSync(fd));
    return fd;
  }

  /**
   * Starts a shell, fresh or from a snapshot. Throws a `UsageError` for a bash that is too old, and
   * an error when bash or `mkfifo` cannot be started.
   */
  static async start(options: ShellOptions): Promise<Shell> {
    const { folder, terminal } = options;
    makeFolder(folder, 0o700);
    const salt = randomBytes(16).toString('hex');
    writeSessionFiles(folder, salt, terminal !== undefined);
    const pipes = Object.values(PIPES).join(' ');
    const bash = quoteForShell(options.bash);
    const begin =
      terminal === undefined
        ? beginAtControl({ control: PIPES.control, say: 'echo ready', shell: bash, toldOn: 0 })
        : `exec ${bash} -m ${quoteForShell(writeKeeper(options, terminal.term))}`;
    const started = await spawnLeader(
      `${CHECK_VERSION}; command -p mkfifo -m 600 -- ${pipes} && ${begin}`,
      {
        shell: options.bash,
        cwd: folder,
        env: options.snapshot === undefined ? options.env : {},
        stdin: 'pipe',
        stdout: 'pipe',
        ...(terminal === undefined ? {} : { terminal: [process.stdout.fd, 'pipe'] as const }),
      },
    );
    let shell: Shell | undefined;
    try {
      const pid = await pipesMade(started, options.bash);
      const leader = pid === undefined ? started : { ...started, pid };
      if (terminal !== undefined) obeyKeeper(started);
      shell = new Shell(leader, folder, salt, terminal !== undefined);
      letBegin(started, terminal === undefined ? 0 : GO_ON_FD);
      await shell.#begin(options);
      return shell;
    } catch (error) {
      // Nobody else knows of it yet.
      shell?.dispose();
      send(terminal === undefined ? -started.pid : started.pid, 'SIGKILL');
      throw error;
    }
  }

  async #begin(options: ShellOptions): Promise<void> {
    const cd = `\\builtin cd -- ${quoteForShell(options.cwd)}; \\builtin unset -v OLDPWD`;
    if (options.snapshot === undefined) {
      this.#send(`\\builtin shopt -s expand_aliases; ${cd}\n`);
      return;
    }
    // Through a pipe and not a file: the state holds whatever the variables hold, secrets as well.
    const state = `${cd}\n${restoreOptions(options.snapshot)}\n${options.snapshot}\n\\builtin unset -v __rb_trap __rb_status __rb_keep\n`;
    await this.#sendThroughPipe(PIPES.restore, state, ' >/dev/null 2>&1');
  }

  /** Runs one step. The outcome comes when all it printed has been given to `sinks`. */
  async run(wiring: StepWiring, sinks: StepSinks): Promise<ShellOutcome> {
    const state: Buffer[] = [];
    const saved: Buffer[] = [];
    this.#out.connect(sinks.out);
    this.#err.connect(sinks.err);
    this.#state.connect((bytes) => state.push(Buffer.from(bytes)));
    this.#snapshot.connect((bytes) => saved.push(Buffer.from(bytes)));
    const channels = marksErr(wiring) ? [this.#out, this.#err] : [this.#out];
    const ended = this.#state.drained();
    const watch = watchForNoExec(this.leader.pid, join(this.folder, PIPES.control));
    // Most steps end before anybody could want to see what they print.
    const slow = setTimeout(() => channels.map((channel) => channel.watch()), PATIENCE_MS);
    await this.#sendStep(wiring);
    const regular = await this.#comesBeforeEnd(ended);
    clearTimeout(slow);
    watch.stop();
    if (!regular) await this.#putMarkers(channels, ended);
    for (const channel of channels) await channel.drain();
    const records = parseStateRecords(Buffer.concat(state));
    const snapshot = this.#awaitSnapshot().then(() => this.#snapshots.read(Buffer.concat(saved)));
    const alive = regular && !records.ending;
    const begun = regular || watch.fired || this.#begins.hasBegun();
    const exit = alive ? { code: records.status ?? 0 } : await this.#awaitExit(records);
    return { exit, begun, alive, records, snapshot, noExec: watch.fired };
  }

  /** How the shell ended. Where it is a job of another one, that passes a signal on as a code. */
  async #awaitExit({ ending }: StateRecords): Promise<ExitStatus> {
    const exit = await this.leader.exited;
    if (!this.#isJob || ending || exit.code === undefined) return exit;
    const number = exit.code - 128;
    const name = Object.entries(osConstants.signals).find(([, value]) => value === number)?.[0];
    return name === undefined ? exit : { signal: name.slice(3) };
  }

  /** Resolves when the state after the step under way is here, or never will be. */
  async #awaitSnapshot(): Promise<void> {
    const whole = this.#snapshot.drained();
    // Unless it is read ahead; a shell whose state is larger than a pipe waits for its reader.
    const later = setImmediate(() => this.#snapshot.watch());
    const regular = await this.#comesBeforeEnd(whole);
    clearImmediate(later);
    if (!regular) {
      this.#snapshot.watch();
      await this.#snapshot.putMarker();
      await whole;
    }
    this.#snapshot.rest();
  }

  /** Ends what a shell that is gone has printed. */
  async #putMarkers(channels: readonly Channel[], ended: Promise<void>): Promise<void> {
    for (const channel of channels) channel.watch();
    await Promise.all([...channels, this.#state].map((channel) => channel.putMarker()));
    await ended;
  }

  /**
   * Whether something happens before the shell ends. Not by a handler on the promise of that: as many
   * as there are steps would stay there.
   */
  #comesBeforeEnd(event: Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      void event.then(() => resolve(true));
      this.#onGone = () => resolve(false);
      if (this.#isGone) void this.leader.exited.then(this.#onGone);
    });
  }

  /** Reads what the shell writes of its state, without the event loop; tells whether it is whole. */
  readAhead(): boolean {
    return this.#snapshot.readAhead();
  }

  /** Lets go of the pipes. A shell that still reads its script ends by that. */
  dispose(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  /** The control script goes into a file, since bash reads a pipe byte by byte. */
  async #sendStep(wiring: StepWiring): Promise<void> {
    const script = this.#controlOf(wiring, this.#begins.next());
    if (Object.keys(wiring.env).length > 0 || wiring.exports.size > 0) {
      // Unless a variable may hold a secret: that is on no disk.
      return this.#sendThroughPipe(PIPES.step, script);
    }
    // Blank lines over what a longer script left there: truncating a file is slow.
    this.#goLength = Math.max(this.#goLength, Buffer.byteLength(script));
    writeSync(this.#go, script.padEnd(this.#goLength, '\n'), 0);
    this.#send(this.#source);
  }

  /**
   * Has the shell source a text of any length that is on no disk. Not through one pipe twice in a row: a
   * shell that has not seen the end of the first text yet would take the second for a part of it.
   */
  async #sendThroughPipe(name: string, script: string, redirection = ''): Promise<void> {
    const pipe = join(this.folder, name);
    this.#send(`\\builtin . ${quoteForShell(pipe)}${redirection}\n`);
    await writeToPipe(pipe, script, this.leader.exited);
  }

  /** One line that fits into the pipe's buffer. */
  #send(line: string): void {
    writeSync(this.#control, line);
  }
}

/** Tells a new shell that its pipes are open here, so that it will hear of our end. */
function letBegin({ child }: LeaderProcess, descriptor: number): void {
  const pipe = child.stdio[descriptor] as Writable;
  pipe.on('error', () => {});
  pipe.write('\n');
  if (pipe === child.stdin) pipe.end();
}

function writeKeeper({ bash, folder }: ShellOptions, term: string | undefined): string {
  const path = join(folder, 'keeper');
  writeFileSync(path, keeperScript(bash, PIPES.control, term), { mode: 0o600 });
  return path;
}

/** Before anything else: older shells know neither `inherit_errexit` nor `${name@Q}`. */
const CHECK_VERSION =
  '(( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )) || { echo "old $BASH_VERSION"; exit 1; }; echo bash';

/** A bash answers in milliseconds; what has not by then is none. */
const ANSWER_MS = 15_000;

/**
 * Resolves when the shell has made its pipes, the last thing it does before it is ours: to the pid of
 * the job that is the shell, if it is one.
 */
function pipesMade({ child }: LeaderProcess, bash: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let said = '';
    const end = (act: () => void): void => {
      clearTimeout(timer);
      child.stdout?.off('data', hear);
      act();
    };
    const refuse = (what: string): void => {
      child.stdout?.destroy();
      end(() => reject(unusableShell(`\`${bash}\` ${what}`)));
    };
    const timer = setTimeout(() => refuse(`gives no answer in ${ANSWER_MS / 1000}s`), ANSWER_MS);
    const hear = (text: Buffer): void => {
      said += text.toString();
      const old = /^old (.*)\n/.exec(said)?.[1];
      const line = /^bash\n(.*)\n/.exec(said)?.[1];
      if (old !== undefined) refuse(old === '' ? 'is no bash' : `is ${old}`);
      else if (line === 'ready') {
        child.stdout?.destroy();
        end(() => resolve(undefined));
      }
      // A shell with the terminal has more to say later.
      else if (line !== undefined) end(() => resolve(Number(line)));
    };
    child.stdout?.on('data', hear);
    child.once('close', (code, signal) => {
      if (!said.startsWith('bash\n')) return refuse('is no bash');
      end(() => reject(new Error(`the shell ended before it began (exit ${code ?? signal})`)));
    });
  });
}
