/** Runs the built program in a real terminal, of which everything can be asked: a pane of tmux. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { CLI } from './paths.ts';
import { type Survivor, settleSurvivors, TAG_VARIABLE } from './survivors.ts';

const POLL_MS = 50;
const PATIENCE_MS = 40_000;

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Arguments after the document. */
  readonly args?: readonly string[];
}

/** What a program has to leave as it found it. */
export interface TerminalState {
  /** All that `stty -a` says. */
  readonly settings: string;
  readonly cursor: 'shown' | 'hidden';
  readonly screen: 'normal' | 'alternate';
}

/** A terminal with the program in it; a shell with job control waits for it. */
export interface Terminal {
  /** The folder of the document, in which it is run. */
  readonly dir: string;
  readonly stateDir: string;
  readonly home: string;
  readonly tag: string;
  /** Pid of the program. */
  readonly pid: () => Promise<number>;
  /** Presses keys by the names that tmux has for them. */
  press(...keys: readonly string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves to the screen, without blanks at the ends of lines, when it has the text. */
  waitFor(text: string | RegExp): Promise<string>;
  /** Resolves when a file of the folder is there. */
  waitForFile(name: string): Promise<void>;
  /** The screen with what was scrolled off it; a line that takes several rows is one line. */
  screen(): Promise<string>;
  /** Resolves when the program has hidden the cursor. */
  waitForHiddenCursor(): Promise<void>;
  /** The terminal as it was before the program. */
  before(): Promise<TerminalState>;
  /** The terminal when the program was stopped (Ctrl-Z); {@link bringBack} goes on with it. */
  stopped(): Promise<TerminalState>;
  bringBack(): void;
  /** The exit code of the program, and the terminal after it. */
  end(): Promise<TerminalState & { readonly code: number }>;
  /** Takes the terminal away from what runs in it. */
  close(): Promise<void>;
  survivors(): Promise<Survivor[]>;
}

const execute = promisify(execFile);

/**
 * `$1` is the folder for what is asked afterwards, `$2` marks the program, the rest is it. Not an interactive shell,
 * which would put the settings right itself.
 */
const SHELL = `
set -m
trap : INT
at=$1; tag=$2; shift 2
stty -a >"$at/before"
env "$tag" sh -c 'echo $$ >"$0/pid.new"; mv "$0/pid.new" "$0/pid"; exec "$@"' "$at" "$@"
code=$?
if ((code == 148)); then
  stty -a >"$at/stopped.new"; mv "$at/stopped.new" "$at/stopped"
  until [[ -e $at/back ]]; do sleep 0.05; done
  fg >/dev/null
  code=$?
fi
stty -a >"$at/after"
echo "$code" >"$at/code.new"; mv "$at/code.new" "$at/code"
exec sleep 1000`;

/** Starts the program on a document; the terminal goes at the end of the test. */
export async function openTerminal(
  document: string,
  options: TerminalOptions = {},
): Promise<Terminal> {
  const base = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'tmux-'));
  const [dir, home, stateDir, notes] = ['work', 'home', 'state', 'notes'].map((name) => {
    mkdirSync(join(base, name));
    return join(base, name);
  }) as [string, string, string, string];
  writeFileSync(join(dir, 'doc.md'), document);
  const tag = randomUUID();
  const env = environment({ HOME: home, XDG_STATE_HOME: stateDir });
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const words = ['-S', join(base, 'socket'), '-f', '/dev/null', ...args];
    return (await execute('tmux', words, { env, cwd: dir })).stdout;
  };
  const { columns = 80, rows = 24, args = [] } = options;
  const size = ['-x', String(columns), '-y', String(rows)];
  const program = [process.execPath, CLI, 'run', 'doc.md', ...args];
  await tmux(
    'new-session',
    '-d',
    ...size,
    'bash',
    '-c',
    SHELL,
    'bash',
    notes,
    `${TAG_VARIABLE}=${tag}`,
    ...program,
  );
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => {});
  });
  const screen = async (): Promise<string> => {
    const lines = (await tmux('capture-pane', '-p', '-J', '-S', '-')).split('\n');
    return lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  };
  const until = async <Found>(look: () => Promise<Found | undefined>): Promise<Found> => {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Error(`it did not come:\n${await screen()}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  const fileOf = (path: string): Promise<string> =>
    until(async () => (existsSync(path) ? readFileSync(path, 'utf8') : undefined));
  const state = async (name: string): Promise<TerminalState> => {
    const settings = await fileOf(join(notes, name));
    const flags = (await tmux('display', '-p', '#{cursor_flag} #{alternate_on}')).trim().split(' ');
    return {
      settings,
      cursor: flags[0] === '1' ? 'shown' : 'hidden',
      screen: flags[1] === '0' ? 'normal' : 'alternate',
    };
  };
  const isHidden = async (): Promise<true | undefined> =>
    (await tmux('display', '-p', '#{cursor_flag}')).trim() === '0' ? true : undefined;
  const before = { cursor: 'shown', screen: 'normal' } as const;
  return {
    dir,
    home,
    stateDir,
    tag,
    pid: async () => Number(await fileOf(join(notes, 'pid'))),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    resize: async (width, height) =>
      void (await tmux('resize-window', '-x', String(width), '-y', String(height))),
    waitFor: (text) =>
      until(async () => {
        const shown = await screen();
        return shown.search(text) >= 0 ? shown : undefined;
      }),
    waitForFile: async (name) => void (await fileOf(join(dir, name))),
    screen,
    waitForHiddenCursor: async () => void (await until(isHidden)),
    before: async () => ({ settings: await fileOf(join(notes, 'before')), ...before }),
    stopped: () => state('stopped'),
    bringBack: () => writeFileSync(join(notes, 'back'), ''),
    end: async () => {
      const code = Number(await fileOf(join(notes, 'code')));
      return { code, ...(await state('after')) };
    },
    close: async () => void (await tmux('kill-server')),
    survivors: () => settleSurvivors(tag, 10_000),
  };
}

/** Without what would have the program behave as in CI, or tmux as inside of another one. */
function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const odd = /^(CI|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|PORT|TMUX.*)$/;
  const inherited = Object.entries(process.env).filter(([name]) => !odd.test(name));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C.UTF-8', ...extra };
}
