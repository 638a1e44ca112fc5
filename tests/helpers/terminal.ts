/** A real terminal with somebody at its keyboard: a window of tmux. All tests at a terminal use it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * How long something may take to appear, on a machine that has much else to do; less by hand, while
 * a test is being written.
 */
export const LIMIT_MS: number = Number(process.env['RUNBOOK_TEST_LIMIT_MS'] ?? 60_000);
const LOOK_MS = 40;

const SETTINGS = `
set -g default-terminal xterm-256color
set -g history-limit 20000
set -g status off
set -g escape-time 0
set -g set-clipboard on
`;

export interface TerminalSize {
  readonly columns?: number;
  readonly rows?: number;
}

export interface TerminalSetup extends TerminalSize {
  /** A folder for what belongs to the terminal itself. */
  readonly base: string;
  /** Where the program is started. */
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  /** What runs in the terminal. */
  readonly words: readonly string[];
  /** A line that takes several rows is read as one. */
  readonly isJoined?: boolean;
}

/** How a program has left the terminal, apart from its modes. */
export interface TerminalFlags {
  readonly cursor: 'shown' | 'hidden';
  readonly screen: 'normal' | 'alternate';
}

/** See the head of the file; how the program is started in it is left to those that extend it. */
export class Terminal {
  readonly #socket: string;
  readonly #isJoined: boolean;

  constructor({ base, dir, env, words, isJoined, columns = 80, rows = 24 }: TerminalSetup) {
    const buildError = process.env['RUNBOOK_TEST_BUILD_ERROR'];
    if (buildError !== undefined) throw new Error(`the bundle could not be built: ${buildError}`);
    this.#socket = join(base, 'tmux');
    this.#isJoined = isJoined ?? false;
    const settings = join(base, 'tmux.conf');
    writeFileSync(settings, SETTINGS);
    const size = ['-x', String(columns), '-y', String(rows)];
    execFileSync(
      'tmux',
      ['-S', this.#socket, '-f', settings, 'new-session', '-d', ...size, '-c', dir, '--', ...words],
      { env, cwd: dir, stdio: 'ignore' },
    );
  }

  /** Presses keys, by the names that tmux has for them: `r`, `Enter`, `C-c`. */
  press(...keys: readonly string[]): void {
    this.tmux('send-keys', '-t', '0', '--', ...keys);
  }

  /** Types a text. */
  type(text: string): void {
    this.tmux('send-keys', '-t', '0', '-l', '--', text);
  }

  /** Types a line. */
  enter(text: string): void {
    this.type(text);
    this.press('Enter');
  }

  /** Sends bytes as they are, in one piece. */
  send(bytes: string): void {
    if (bytes === '') return;
    const codes = [...Buffer.from(bytes)].map((byte) => byte.toString(16));
    this.tmux('send-keys', '-t', '0', '-H', ...codes);
  }

  /** Pastes a text as a terminal does: in brackets where the program has asked for them. */
  paste(text: string): void {
    const options = { input: text, stdio: ['pipe', 'ignore', 'ignore'] as 'pipe'[] };
    execFileSync('tmux', ['-S', this.#socket, 'load-buffer', '-b', 'pasted', '-'], options);
    this.tmux('paste-buffer', '-p', '-r', '-b', 'pasted', '-t', '0');
  }

  resize(columns: number, rows: number): void {
    this.tmux('resize-window', '-t', '0', '-x', String(columns), '-y', String(rows));
  }

  /** Everything that stands on the terminal, what has left it at the top as well. */
  transcript(): string {
    const joined = this.#isJoined ? ['-J'] : [];
    const text = this.tmux('capture-pane', '-p', ...joined, '-t', '0', '-S', '-', '-E', '-');
    return text.replaceAll(/[ \t]+$/gm, '').replace(/\n+$/, '');
  }

  /** The same with its colours and the like, as escape sequences. */
  painted(): string {
    return this.tmux('capture-pane', '-e', '-p', '-t', '0', '-S', '-', '-E', '-');
  }

  /** What is seen of it now. */
  screen(): string {
    const text = this.tmux('capture-pane', '-p', '-t', '0');
    return text.replaceAll(/[ \t]+$/gm, '').replace(/\s+$/, '');
  }

  flags(): TerminalFlags {
    const [cursor, other] = this.tmux('display', '-p', '#{cursor_flag} #{alternate_on}').split(' ');
    return {
      cursor: cursor === '1' ? 'shown' : 'hidden',
      screen: other?.trim() === '0' ? 'normal' : 'alternate',
    };
  }

  /** Waits until a text stands on the terminal, so many times; resolves to all that does. */
  async waitFor(text: string | RegExp, times = 1): Promise<string> {
    let shown = '';
    await this.until(`${times} × ${text}`, (now) => {
      shown = now;
      return typeof text === 'string' ? now.split(text).length > times : text.test(now);
    });
    return shown;
  }

  /** Waits until a text is seen of it now. */
  async see(text: string): Promise<void> {
    await this.until(`${text}, to be seen`, () => this.screen().includes(text));
  }

  /** Waits until the last line is a question that is this or ends so. */
  async question(text: string): Promise<void> {
    await this.until(`the question ${text}`, (shown) =>
      (shown.split('\n').at(-1) ?? '').includes(text),
    );
  }

  /**
   * Waits until the terminal has the title that what runs in it has given it last. A file may be there
   * before the terminal has taken in what was written earlier; a title is not.
   */
  async titled(title: string): Promise<void> {
    await this.until(
      `the title ${title}`,
      () => this.tmux('display', '-p', '#{pane_title}').trim() === title,
    );
  }

  /** Takes the terminal away from what runs in it. */
  hangUp(): void {
    try {
      this.tmux('kill-server');
    } catch {
      // It is closed already.
    }
  }

  /** Waits until something holds of what stands on the terminal. */
  async until(what: string, holds: (shown: string) => boolean): Promise<void> {
    await untilTrue(
      what,
      () => holds(this.transcript()),
      () => this.transcript(),
    );
  }

  /** Says something to tmux about this terminal. */
  tmux(...args: readonly string[]): string {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8', stdio });
  }
}

/**
 * The caller's environment without what would make the program behave as in CI or under a test, or
 * tmux as inside of another one, and without the caller's own taste.
 */
export function terminalEnvironment(
  extra: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const odd =
    /^(CI|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|PORT|TMUX.*|XDG_.*|EDITOR|VISUAL|PAGER|LESS.*|HIST.*|PROMPT_COMMAND|SUDO_USER|LC_.*)$/;
  const inherited = Object.entries(process.env).filter(([name]) => !odd.test(name));
  return { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', ...extra };
}

/** Waits until something holds; looks once in a while. */
export async function untilTrue(
  what: string,
  holds: () => boolean,
  shown = (): string => '',
): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}:\n${shown()}`);
    await pause(LOOK_MS);
  }
}

/** Waits for a file that is put into its place as a whole, and reads it. */
export async function waitForText(path: string, shown?: () => string): Promise<string> {
  await untilTrue(`the file ${path}`, () => existsSync(path), shown);
  return readFileSync(path, 'utf8');
}
