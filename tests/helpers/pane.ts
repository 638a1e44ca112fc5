/** Runs the built program in a pane of tmux: a real terminal, with somebody at its keyboard. */
import { execFile } from 'node:child_process';
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
  /** Resolves to the screen when it shows the text. */
  waitFor(text: string): Promise<string>;
  /** The lines of the screen, blank ones left out. */
  screen(): Promise<string>;
  /** Resolves when the program has ended: to its exit code, the screen and its events. */
  end(): Promise<PaneEnd>;
}

export interface PaneEnd {
  readonly exitCode: number;
  readonly screen: string;
  readonly events: readonly RunEvent[];
}

const execute = promisify(execFile);

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
  const begun = options.shell === true ? ['bash', '--norc', '--noprofile'] : words;
  // In one go: a program that ends at once would take its terminal with it.
  await tmux(
    ...['start-server', ';', 'set-option', '-g', 'remain-on-exit', 'on', ';'],
    ...['new-session', '-d', ...size, '-c', place.dir, '--', ...begun],
  );
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => {});
  });
  const screen = async (): Promise<string> => {
    const text = await tmux('capture-pane', '-p');
    const lines = text.split('\n').map((line) => line.trimEnd());
    return lines.filter((line) => line !== '' && !line.startsWith('Pane is dead')).join('\n');
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
    waitFor: (text) =>
      until(
        async () => {
          const shown = await screen();
          return shown.includes(text) ? shown : undefined;
        },
        `\`${text}\``,
        screen,
      ),
    end: async () => {
      const exitCode = await until(
        async () => {
          const state = await tmux('display-message', '-p', '#{pane_dead} #{pane_dead_status}');
          return state.startsWith('1') ? Number(state.slice(2)) : undefined;
        },
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
