import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ExitStatus } from '../expect/types.ts';
import { unusableShell } from '../plan/shell.ts';
import { makeFolder } from '../store/make-folder.ts';
import {
  PIPES,
  restoreOptions,
  type StepWiring,
  stepControl,
  writeSessionFiles,
} from './bash-files.ts';
import { Channel } from './channel.ts';
import { watchForNoExec } from './noexec-watch.ts';
import { writeToPipe } from './pipe.ts';
import { type LeaderProcess, quoteForShell, spawnLeader } from './process.ts';
import { send } from './process-tree.ts';
import { parseSnapshot, parseStateRecords, type StateRecords } from './state-records.ts';

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
  readonly #control: number;
  readonly #go: number;
  readonly #source: string;
  /** What lets go of all that is open. */
  readonly #closers: (() => void)[] = [];
  #goLength = 0;

  private constructor(leader: LeaderProcess, folder: string, salt: string) {
    const marker = Buffer.from(`\x1e${salt}\x1e`);
    this.leader = leader;
    this.folder = folder;
    // With `builtin`, since a step may call an alias or a function `.`.
    this.#source = `\\builtin . ${quoteForShell(join(folder, 'go'))}\n`;
    try {
      this.#out = this.#channel(PIPES.out, marker);
      this.#err = this.#channel(PIPES.err, marker);
      this.#state = this.#channel(PIPES.state, marker);
      this.#control = this.#open(PIPES.control, constants.O_RDWR | constants.O_NONBLOCK);
      // Kept open: opening a file for each step would be a good part of what a step costs.
      this.#go = this.#open('go', 'w');
    } catch (error) {
      this.dispose();
      throw error;
    }
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
    const { folder } = options;
    makeFolder(folder, 0o700);
    const salt = randomBytes(16).toString('hex');
    writeSessionFiles(folder, salt);
    const pipes = Object.values(PIPES).join(' ');
    const bash = quoteForShell(options.bash);
    const leader = await spawnLeader(
      `${CHECK_VERSION}; command -p mkfifo -m 600 -- ${pipes} && echo ready && exec ${bash} --noprofile --norc ${PIPES.control} >/dev/null`,
      {
        shell: options.bash,
        cwd: folder,
        env: options.snapshot === undefined ? options.env : {},
        stdout: 'pipe',
      },
    );
    let shell: Shell | undefined;
    try {
      await pipesMade(leader, options.bash);
      shell = new Shell(leader, folder, salt);
      await shell.#begin(options);
      return shell;
    } catch (error) {
      // Nobody else knows of it yet.
      shell?.dispose();
      send(-leader.pid, 'SIGKILL');
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
    this.#out.connect(sinks.out);
    this.#err.connect(sinks.err);
    this.#state.connect((bytes) => state.push(Buffer.from(bytes)));
    const channels = [this.#out, this.#err, this.#state];
    const marked = Promise.all(channels.map((channel) => channel.drained())).then(() => true);
    const watch = watchForNoExec(this.leader.pid, join(this.folder, PIPES.control));
    await this.#sendStep(wiring);
    const regular = await Promise.race([marked, this.leader.exited.then(() => false)]);
    watch.stop();
    if (!regular) {
      await Promise.all(channels.map((channel) => channel.putMarker()));
      await marked;
    }
    const records = parseStateRecords(Buffer.concat(state));
    const snapshot = this.#awaitSnapshot().then(() => parseSnapshot(Buffer.concat(state)));
    const alive = regular && !records.ending;
    const exit = alive ? { code: records.status ?? 0 } : await this.leader.exited;
    const begun = regular || watch.fired || records.begun;
    return { exit, begun, alive, records, snapshot, noExec: watch.fired };
  }

  /** Resolves when the state after the step under way is here, or never will be. */
  async #awaitSnapshot(): Promise<void> {
    const whole = this.#state.drained();
    const cut = this.leader.exited.then(() => 'cut' as const);
    if ((await Promise.race([whole, cut])) !== 'cut') return;
    await this.#state.putMarker();
    await whole;
  }

  /** Reads what the shell writes of its state, without waiting for the event loop to notice it. */
  readAhead(): void {
    this.#state.readAhead();
  }

  /** Lets go of the pipes. A shell that still reads its script ends by that. */
  dispose(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  /** The control script goes into a file, since bash reads a pipe byte by byte. */
  async #sendStep(wiring: StepWiring): Promise<void> {
    const script = stepControl(this.folder, wiring);
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

/** Before anything else: older shells know neither `inherit_errexit` nor `${name@Q}`. */
const CHECK_VERSION =
  '(( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )) || { echo "old $BASH_VERSION"; exit 1; }; echo bash';

/** A bash answers in milliseconds; what has not by then is none. */
const ANSWER_MS = 15_000;

/** Resolves when the shell has made its pipes, the last thing it does before it is ours. */
function pipesMade({ child }: LeaderProcess, bash: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const end = (act: () => void): void => {
      clearTimeout(timer);
      child.stdout?.destroy();
      act();
    };
    const refuse = (what: string): void => end(() => reject(unusableShell(`\`${bash}\` ${what}`)));
    const timer = setTimeout(() => refuse(`gives no answer in ${ANSWER_MS / 1000}s`), ANSWER_MS);
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString();
      const old = /^old (.*)\n/.exec(said)?.[1];
      if (old !== undefined) refuse(old === '' ? 'is no bash' : `is ${old}`);
      else if (said === 'bash\nready\n') end(resolve);
    });
    child.once('close', (code, signal) => {
      if (!said.startsWith('bash\n')) return refuse('is no bash');
      end(() => reject(new Error(`the shell ended before it began (exit ${code ?? signal})`)));
    });
  });
}
