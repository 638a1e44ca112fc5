import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { join } from 'node:path';
import type { ExitStatus } from '../expect/types.ts';
import { makeFolder } from '../store/make-folder.ts';
import { setAlarm } from './alarm.ts';
import {
  createSessionFiles,
  createStepControl,
  marksErr,
  PIPES,
  restoreOptions,
  type StepControl,
  type StepWiring,
} from './bash-files.ts';
import { BeginCounter } from './begin-counter.ts';
import { ByteStore } from './byte-store.ts';
import { Channel } from './channel.ts';
import { watchForNoExec } from './noexec-watch.ts';
import type { LeaderProcess } from './process.ts';
import { quoteForShell } from './quote-for-shell.ts';
import { parseStateRecords, SnapshotReader, type StateRecords } from './state-records.ts';
import type { LaunchedShell } from './targets/types.ts';
import { keeperScript } from './terminal.ts';
import type { ShellOptions, ShellOutcome, StepSinks } from './types.ts';

/** A step that takes longer than this is watched: its output is read as it comes; in milliseconds. */
const PATIENCE_MS = 2;

/**
 * One bash, started through zx, that sources step after step: one terminal. Its script comes over
 * a named pipe, so there is no loop around the steps that a `break` could end.
 */
export class Shell {
  readonly folder: string;
  readonly #launched: LaunchedShell;
  /** What the folder is called where the shell runs. */
  readonly #place: string;
  readonly #marker: string;
  readonly #isHere: boolean;
  readonly #out: Channel;
  readonly #err: Channel;
  readonly #state: Channel;
  readonly #snapshot: Channel;
  readonly #snapshots = new SnapshotReader();
  readonly #stateBytes = new ByteStore(1024);
  readonly #snapshotBytes = new ByteStore(16 * 1024);
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
  #isLetGo = false;
  #onGone: () => void = () => {};

  private constructor(launched: LaunchedShell, options: ShellOptions, salt: string) {
    const { leader } = launched;
    const { folder, target } = options;
    this.#isJob = options.terminal !== undefined || target.name !== undefined;
    this.#marker = `\x1e${salt}\x1e`;
    const marker = Buffer.from(this.#marker);
    this.#launched = launched;
    this.#isHere = target.name === undefined;
    this.folder = folder;
    this.#place = target.scripts.shellFolder(folder);
    this.#controlOf = createStepControl(this.#place);
    // With `builtin`, since a step may call an alias or a function `.`.
    this.#source = `\\builtin . ${quoteForShell(join(this.#place, 'go'))}\n`;
    this.#closers.push(() => launched.close());
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

  get leader(): LeaderProcess {
    return this.#launched.leader;
  }

  /** Processes of its session that are ours. */
  get own(): ReadonlySet<number> {
    return this.#launched.own;
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
    const { folder, terminal, target, signal } = options;
    makeFolder(folder, 0o700);
    const salt = randomBytes(16).toString('hex');
    const launched = await target.shells.launch({
      bash: options.bash,
      folder,
      files: createSessionFiles(target.scripts.shellFolder(folder), salt, terminal !== undefined),
      env: options.snapshot === undefined ? options.env : {},
      ...(signal === undefined ? {} : { signal }),
      ...(terminal === undefined
        ? {}
        : {
            keeper: `exec ${quoteForShell(options.bash)} -m ${quoteForShell(writeKeeper(options, terminal.term))}`,
          }),
    });
    let shell: Shell | undefined;
    try {
      shell = new Shell(launched, options, salt);
      launched.begin();
      await shell.#begin(options);
      return shell;
    } catch (error) {
      // Nobody else knows of it yet.
      shell?.dispose();
      void target.processes.send([-launched.leader.pid], 'SIGKILL');
      throw error;
    }
  }

  async #begin(options: ShellOptions): Promise<void> {
    const cd = `\\builtin cd -- ${quoteForShell(options.cwd)}; \\builtin unset -v OLDPWD`;
    if (options.snapshot === undefined) {
      this.#send(`\\builtin shopt -s expand_aliases; ${cd}\n`);
      return;
    }
    // In no file on disk: the state holds whatever the variables hold, secrets as well.
    const state = `${cd}\n${restoreOptions(options.snapshot)}\n${options.snapshot}\n\\builtin unset -v __rb_trap __rb_status __rb_keep\n`;
    await this.#sendOffDisk(PIPES.restore, state, ' >/dev/null 2>&1');
  }

  /**
   * Runs one step. The outcome comes when all it printed has been given to `sinks`.
   *
   * @param meanwhile - called when the step is on its way
   */
  async run(
    wiring: StepWiring,
    sinks: StepSinks,
    meanwhile: () => void = () => {},
  ): Promise<ShellOutcome> {
    const state = this.#stateBytes;
    const saved = this.#snapshotBytes;
    state.clear();
    saved.clear();
    this.#out.connect(sinks.out);
    this.#err.connect(sinks.err);
    this.#state.connect((bytes) => state.add(bytes));
    this.#snapshot.connect((bytes) => saved.add(bytes));
    const channels = marksErr(wiring) ? [this.#out, this.#err] : [this.#out];
    const ended = this.#state.drained();
    const { isIdle, kill } = this.#launched;
    const watch = watchForNoExec(isIdle, kill);
    // Most steps end before anybody could want to see what they print.
    const hasEnded = setAlarm(PATIENCE_MS, () => {
      for (const channel of channels) channel.watch();
    });
    // Two pipes may come by one connection, where what nobody reads would hold up what is waited for.
    if (!this.#isHere) for (const channel of [...channels, this.#snapshot]) channel.watch();
    await this.#sendStep(wiring);
    meanwhile();
    // Most steps of builtins end before the event loop could tell of it.
    this.#state.readAhead();
    const regular = await this.#comesBeforeEnd(ended);
    hasEnded();
    watch.stop();
    if (!regular) await this.#putMarkers(channels, ended);
    for (const channel of channels) await this.#unlessGone(channel.drain());
    const records = parseStateRecords(state.bytes);
    const snapshot = this.#awaitSnapshot().then(() => this.#snapshots.read(saved.bytes));
    const alive = regular && !records.ending;
    const begun = regular || watch.fired || this.#begins.hasBegun();
    const exit = alive ? { code: records.status ?? 0 } : await this.#awaitExit(records);
    return { exit, begun, alive, records, snapshot, noExec: watch.fired };
  }

  /** How the shell ended. Where it is a job of another one, that passes a signal on as a code. */
  async #awaitExit({ ending, status }: StateRecords): Promise<ExitStatus> {
    const exit = await this.leader.exited;
    // At an exit of its own it knew the code; at a signal that ran its EXIT trap it did not.
    const isOwn = ending && (this.#isHere || status === exit.code);
    if (!this.#isJob || isOwn || exit.code === undefined) return exit;
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
      await this.#mark([PIPES.snapshot], [this.#snapshot]);
      await this.#unlessLost(whole);
    }
    this.#snapshot.rest();
  }

  /** Ends what a shell that is gone has printed. */
  async #putMarkers(channels: readonly Channel[], ended: Promise<void>): Promise<void> {
    for (const channel of channels) channel.watch();
    const names = [PIPES.out, PIPES.err].slice(0, channels.length);
    await this.#mark([...names, PIPES.state], [...channels, this.#state]);
    await this.#unlessLost(ended);
  }

  /** Waits for something that the shell has written. Of two pipes that come apart one may be lost. */
  async #unlessGone(event: Promise<void>): Promise<void> {
    if (this.#isHere || (await this.#comesBeforeEnd(event))) return event;
    await this.#unlessLost(event);
  }

  /** Waits for something of a shell that is gone, which never comes where its host is lost. */
  async #unlessLost(event: Promise<void>): Promise<void> {
    const { lost } = this.#launched;
    await (lost === undefined || this.#isLetGo ? event : Promise.race([event, lost]));
  }

  async #mark(pipes: readonly string[], channels: readonly Channel[]): Promise<void> {
    const { mark } = this.#launched;
    if (mark === undefined) await Promise.all(channels.map((channel) => channel.putMarker()));
    // Of a shell that was let go of nothing is waited for.
    else if (!this.#isLetGo) await mark(pipes, this.#marker);
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
    this.#isLetGo = true;
    for (const close of this.#closers.splice(0)) close();
  }

  /** The control script goes into a file, since bash reads a pipe byte by byte. */
  async #sendStep(wiring: StepWiring): Promise<void> {
    const script = this.#controlOf(wiring, this.#begins.next());
    if (Object.keys(wiring.env).length > 0 || wiring.exports.size > 0) {
      // Unless a variable may hold a secret: that is on no disk.
      return this.#sendOffDisk(PIPES.step, script);
    }
    if (this.#launched.put !== undefined) {
      await this.#launched.put('go', script);
      return this.#send(this.#source);
    }
    // Blank lines over what a longer script left there: truncating a file is slow.
    this.#goLength = Math.max(this.#goLength, Buffer.byteLength(script));
    writeSync(this.#go, script.padEnd(this.#goLength, '\n'), 0);
    this.#send(this.#source);
  }

  /**
   * Has the shell source a text of any length that is on no disk. If by a pipe, not by the same one twice
   * in a row: a shell that has not seen the end of the first text yet would take the second for a part of it.
   */
  async #sendOffDisk(name: string, script: string, redirection = ''): Promise<void> {
    const held = this.#launched.hold?.(name, script);
    if (held !== undefined) return this.#send(`\\builtin . ${held}${redirection}\n`);
    this.#send(`\\builtin . ${quoteForShell(join(this.#place, name))}${redirection}\n`);
    await this.#launched.feed(name, script);
  }

  /** One line that fits into the pipe's buffer. */
  #send(line: string): void {
    writeSync(this.#control, line);
  }
}

function writeKeeper({ bash, folder }: ShellOptions, term: string | undefined): string {
  const path = join(folder, 'keeper');
  writeFileSync(path, keeperScript(bash, PIPES.control, term), { mode: 0o600 });
  return path;
}
