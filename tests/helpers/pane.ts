/** Runs the built program in a pane of tmux: a real terminal, with somebody at its keyboard. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import type { RunEvent } from '../../src/engine/events.ts';
import { CLI } from './paths.ts';
import {
  argumentsOf,
  createPlace,
  environment,
  type InlineOptions,
  type Place,
  readEvents,
} from './run-inline.ts';

const POLL_MS = 50;
const PATIENCE_MS = 40_000;

export interface PaneOptions extends InlineOptions {
  /** A shell is started, for job control; the program is typed into it by the test. */
  readonly shell?: true;
  readonly columns?: number;
  readonly rows?: number;
}

/** A terminal with the program in it. */
export interface Pane {
  readonly place: Place;
  /** The words that start the program, for a shell. */
  readonly command: string;
  /** Presses keys by their names, such as `Enter` or `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a text to the letter, and Enter behind it. */
  enter(text: string): Promise<void>;
  /** Resolves to the screen when it shows the text, so many times. */
  waitFor(text: string, times?: number): Promise<string>;
  /** The lines of the screen, blank ones left out. */
  screen(): Promise<string>;
  /** Pid of the program, or of the shell that it was typed into. */
  pid(): Promise<number>;
  /** Takes the terminal away. */
  close(): Promise<void>;
  /** Resolves when the program has ended: to its exit code, the screen and its events. */
  end(): Promise<PaneEnd>;
}

export interface PaneEnd {
  readonly exitCode: number;
  readonly screen: string;
  readonly events: readonly RunEvent[];
}

const execute = promisify(execFile);

/**
 * Starts what it is given, and writes down its exit code: tmux does not always get to know that of a
 * pane. The terminal stays for a look at it.
 */
const KEEPER = 'trap : INT QUIT; "$@"; echo $? >"$0.new"; mv "$0.new" "$0"; exec cat';

/** Starts the program on a document; the terminal is closed at the end of the test. */
export async function openPane(document: string, options: PaneOptions = {}): Promise<Pane> {
  const place = options.place ?? createPlace(document, options);
  const socket = join(place.dir, '..', 'tmux');
  const env = { ...environment(place, options.env ?? {}), TMUX: undefined, PS1: '> ' };
  const tmux = async (...args: readonly string[]): Promise<string> =>
    (await execute('tmux', ['-S', socket, '-f', '/dev/null', ...args], { env, cwd: place.dir }))
      .stdout;
  const words = [process.execPath, CLI, ...argumentsOf(options, place.report)];
  const { columns = 90, rows = 40 } = options;
  const size = ['-x', String(columns), '-y', String(rows)];
  const command = words.map((word) => `'${word}'`).join(' ');
  const exit = join(place.dir, '..', `exit-${randomUUID()}`);
  const begun = options.shell === true ? ['bash', '--norc', '--noprofile'] : words;
  await tmux(
    ...['new-session', '-d', ...size, '-c', place.dir, '--'],
    ...['sh', '-c', KEEPER, exit, ...begun],
  );
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => {});
  });
  const screen = async (): Promise<string> => {
    const text = await tmux('capture-pane', '-p');
    const lines = text.split('\n').map((line) => line.trimEnd());
    return lines.filter((line) => line !== '').join('\n');
  };
  return {
    place,
    command,
    screen,
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    enter: async (text) => {
      await tmux('send-keys', '-l', text);
      await tmux('send-keys', 'Enter');
    },
    waitFor: (text, times = 1) =>
      until(
        async () => {
          const shown = await screen();
          return shown.split(text).length > times ? shown : undefined;
        },
        `\`${text}\``,
        screen,
      ),
    pid: async () => {
      const keeper = (await tmux('display-message', '-p', '#{pane_pid}')).trim();
      return Number(readFileSync(`/proc/${keeper}/task/${keeper}/children`, 'utf8').trim());
    },
    close: async () => void (await tmux('kill-server')),
    end: async () => {
      const exitCode = await until(
        async () => (existsSync(exit) ? Number(readFileSync(exit, 'utf8')) : undefined),
        'its end',
        screen,
      );
      return { exitCode, screen: await screen(), events: readEvents(place.report) };
    },
  };
}

async function until<Found>(
  look: () => Promise<Found | undefined>,
  what: string,
  screen: () => Promise<string>,
): Promise<Found> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new Error(`did not come to ${what}:\n${await screen()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
