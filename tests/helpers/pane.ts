/** The built program alone in a terminal, on a document. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunEvent, RunEventType } from '../../src/engine/events.ts';
import { CLI } from './paths.ts';
import {
  argumentsOf,
  createPlace,
  eventsOf,
  type InlineOptions,
  type Place,
  readEvents,
} from './run-inline.ts';
import { TAG_VARIABLE } from './survivors.ts';
import { Terminal, type TerminalSize, terminalEnvironment, waitForText } from './terminal.ts';

export interface PaneOptions extends InlineOptions, TerminalSize {
  /** A shell is started, for job control; the program is typed into it by the test. */
  readonly shell?: true;
}

export interface PaneEnd {
  readonly exitCode: number;
  readonly screen: string;
  readonly events: readonly RunEvent[];
}

/**
 * Starts what it is given, and writes down its exit code: tmux does not always get to know that of a
 * pane. The terminal stays for a look at it.
 */
const KEEPER =
  'trap : INT QUIT; "$@"; echo $? >"$0.new"; printf "\\033]2;ended\\007"; mv "$0.new" "$0"; exec cat';

/** Starts the program on a document; the terminal is closed at the end of the test. */
export async function openPane(document: string, options: PaneOptions = {}): Promise<Pane> {
  const pane = new Pane(options.place ?? createPlace(document, options), options);
  onTestFinished(() => pane.hangUp());
  return pane;
}

/** See {@link openPane}. */
export class Pane extends Terminal {
  readonly place: Place;
  /** The words that start the program, for a shell. */
  readonly command: string;
  readonly #exit: string;

  constructor(place: Place, options: PaneOptions) {
    const { columns = 90, rows = 40, env, shell } = options;
    const base = join(place.dir, '..');
    const exit = join(base, `exit-${randomUUID()}`);
    const program = [process.execPath, CLI, ...argumentsOf(options, place.report)];
    const begun = shell === true ? ['bash', '--norc', '--noprofile'] : program;
    super({
      base,
      dir: place.dir,
      env: terminalEnvironment({
        HOME: place.home,
        XDG_STATE_HOME: place.stateDir,
        [TAG_VARIABLE]: place.tag,
        PS1: '> ',
        ...env,
      }),
      words: ['sh', '-c', KEEPER, exit, ...begun],
      columns,
      rows,
    });
    this.place = place;
    this.command = program.map((word) => `'${word}'`).join(' ');
    this.#exit = exit;
  }

  /** Pid of the program, or of the shell that it was typed into. */
  pid(): number {
    const keeper = this.tmux('display-message', '-p', '#{pane_pid}').trim();
    return Number(readFileSync(`/proc/${keeper}/task/${keeper}/children`, 'utf8').trim());
  }

  /** Resolves when the program has reported something of a kind. */
  async untilEvent(type: RunEventType): Promise<void> {
    await this.until(
      `the event ${type}`,
      () => eventsOf(readEvents(this.place.report), type).length > 0,
    );
  }

  /** Resolves when the program has ended: to its exit code, the screen and its events. */
  async end(): Promise<PaneEnd> {
    const exitCode = Number(await waitForText(this.#exit, () => this.transcript()));
    await this.titled('ended');
    return { exitCode, screen: this.screen(), events: readEvents(this.place.report) };
  }
}
