/** Drives the built program at a terminal of its own, as a person with a keyboard does. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect } from 'vitest';
import type { RunEvent } from '../../src/engine/events.ts';
import { CLI } from '../helpers/paths.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import { settleSurvivors, TAG_VARIABLE } from '../helpers/survivors.ts';

/** How long a text may take to appear, on a machine that has much else to do. */
const LIMIT_MS = 8_000;
const LOOK_MS = 40;

/** The end of the question before a step and after a failure. */
const MENU = '[q]uit  [?]';

export interface GuidedOptions {
  /** What follows `runbook`; `step doc.md` unless given. */
  readonly line?: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Further files of the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

const open = new Set<Guided>();

/** Nothing of a test may be left, neither a terminal nor a process of the run. */
export function closeTerminals(): void {
  afterEach(async () => {
    for (const guided of [...open]) {
      guided.hangUp();
      expect(await settleSurvivors(guided.tag, 10_000)).toEqual([]);
    }
  });
}

/** Opens a terminal in a folder with the document, and starts to go through it. */
export async function step(document: string, options: GuidedOptions = {}): Promise<Guided> {
  const guided = new Guided(document, options);
  open.add(guided);
  await guided.waitFor('$');
  if (options.line !== '') guided.enter(`runbook ${options.line ?? 'step doc.md'}`);
  return guided;
}

/** A terminal with a shell in it, in which `runbook` is the built program. */
export class Guided {
  readonly dir: string;
  readonly home: string;
  readonly tag: string = randomUUID();
  readonly #base: string;
  readonly #socket: string;

  constructor(document: string, { columns = 80, rows = 24, env, files = {} }: GuidedOptions) {
    const buildError = process.env['RUNBOOK_TEST_BUILD_ERROR'];
    if (buildError !== undefined) throw new Error(`the bundle could not be built: ${buildError}`);
    this.#base = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'term-'));
    this.home = join(this.#base, 'home');
    this.dir = join(this.home, 'work');
    this.#socket = join(this.#base, 'tmux');
    for (const path of [this.home, this.dir, join(this.#base, 'bin')]) mkdirSync(path);
    for (const [name, text] of Object.entries({ 'doc.md': document, ...files }))
      writeFileSync(join(this.dir, name), text);
    this.#installProgram();
    writeFileSync(join(this.#base, 'tmux.conf'), TMUX_SETTINGS);
    // Not exported: the program's own shells have none of it.
    const exits = `PROMPT_COMMAND='builtin echo $? >>${join(this.#base, 'exits')}'`;
    writeFileSync(join(this.#base, 'rc'), `PS1='$ '\n${exits}\n`);
    execFileSync(
      'tmux',
      ['-S', this.#socket, '-f', join(this.#base, 'tmux.conf'), 'new-session', '-d']
        .concat(['-x', String(columns), '-y', String(rows), '-c', this.dir])
        .concat(['bash', '--rcfile', join(this.#base, 'rc'), '-i']),
      { env: this.#environment(env ?? {}), stdio: 'ignore' },
    );
  }

  /** Presses keys, by the names that tmux has for them: `r`, `Enter`, `C-c`. */
  press(...keys: readonly string[]): void {
    this.#tmux('send-keys', '-t', '0', '--', ...keys);
  }

  /** Types a text. */
  type(text: string): void {
    this.#tmux('send-keys', '-t', '0', '-l', '--', text);
  }

  /** Types a line. */
  enter(text: string): void {
    this.type(text);
    this.press('Enter');
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-t', '0', '-x', String(columns), '-y', String(rows));
  }

  /** Everything that stands on the terminal, what has left it at the top as well. */
  transcript(): string {
    const text = this.#tmux('capture-pane', '-p', '-t', '0', '-S', '-', '-E', '-');
    return text.replaceAll(/[ \t]+$/gm, '').replace(/\n+$/, '');
  }

  /** The same with its colours and the like, as escape sequences. */
  painted(): string {
    return this.#tmux('capture-pane', '-e', '-p', '-t', '0', '-S', '-', '-E', '-');
  }

  /** What is seen of it now. */
  screen(): string {
    return this.#tmux('capture-pane', '-p', '-t', '0').replace(/\s+$/, '');
  }

  /** Waits until a text stands on the terminal, so many times. */
  async waitFor(text: string, times = 1): Promise<void> {
    await this.#until(`${times} × ${text}`, (shown) => shown.split(text).length > times);
  }

  /** Waits until a text stands there, and the keys are asked for below it. */
  async asked(text: string, times = 1): Promise<void> {
    await this.#until(`${times} × ${text}, and the keys below it`, (shown) => {
      const parts = shown.split(text);
      return (
        parts.length > times && shown.endsWith(MENU) && (parts.at(-1) ?? '').includes('?  [r]')
      );
    });
  }

  /** Waits until the last line is a question that is this or ends so. */
  async question(text: string): Promise<void> {
    await this.#until(`the question ${text}`, (shown) =>
      (shown.split('\n').at(-1) ?? '').includes(text),
    );
  }

  /** Waits for the end of the program. */
  async exit(times = 1): Promise<number> {
    const path = join(this.#base, 'exits');
    let codes: string[] = [];
    await this.#until(`the program's end`, () => {
      codes = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
      // The first one is that of the shell's own start.
      return codes.length > times;
    });
    return Number(codes[times]);
  }

  /** The exit code of a program whose terminal was closed. */
  async exitAfterHangUp(): Promise<number> {
    const path = join(this.#base, 'exit');
    await untilTrue(
      `the program's end`,
      () => existsSync(path) && readFileSync(path, 'utf8') !== '',
    );
    return Number(readFileSync(path, 'utf8'));
  }

  /** Closes the terminal. */
  hangUp(): void {
    open.delete(this);
    try {
      this.#tmux('kill-server');
    } catch {
      // It is closed already.
    }
  }

  /** What `--report jsonl=events.jsonl` wrote. */
  events(): RunEvent[] {
    const text = readFileSync(join(this.dir, 'events.jsonl'), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RunEvent);
  }

  async #until(what: string, holds: (shown: string) => boolean): Promise<void> {
    await untilTrue(
      what,
      () => holds(this.transcript()),
      () => this.transcript(),
    );
  }

  #tmux(...args: readonly string[]): string {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('tmux', ['-S', this.#socket, ...args], { encoding: 'utf8', stdio });
  }

  #installProgram(): void {
    const program = join(this.#base, 'bin', 'runbook');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
    // The shell above it hears of the hang-up as well, and has to tell how the program ended.
    const survivor = join(this.#base, 'bin', 'runbook-survivor');
    const exit = join(this.#base, 'exit');
    writeFileSync(survivor, `#!/bin/bash\ntrap : HUP\nrunbook "$@"\necho $? >'${exit}'\n`);
    for (const path of [program, survivor]) chmodSync(path, 0o755);
  }

  #environment(extra: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(
      ([name]) =>
        !/^(CI|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|PORT|TMUX.*|XDG_.*)$/.test(
          name,
        ) && !/^(EDITOR|VISUAL|PAGER|LESS.*|HIST.*|PROMPT_COMMAND|SUDO_USER|LC_.*)$/.test(name),
    );
    return {
      ...Object.fromEntries(inherited),
      PATH: `${join(this.#base, 'bin')}:${process.env['PATH']}`,
      LANG: 'C.UTF-8',
      HOME: this.home,
      INPUTRC: '/dev/null',
      HISTFILE: join(this.home, '.bash_history'),
      [TAG_VARIABLE]: this.tag,
      ...extra,
    };
  }
}

/** How each step ended, in the order in which they did. */
export function endsOf(guided: Guided): string[] {
  return eventsOf(guided.events(), 'step-end').map(({ step: id, verdict }) =>
    verdict.status === 'skipped' && verdict.reason.kind === 'operator'
      ? `${id} skipped: ${verdict.reason.why}`
      : `${id} ${verdict.status}`,
  );
}

/** What the person decided. */
export function decisionsOf(guided: Guided): string[] {
  return eventsOf(guided.events(), 'operator').map(({ action, step: id, why }) =>
    [action, id, why].filter((word) => word !== undefined).join(' '),
  );
}

const TMUX_SETTINGS = `
set -g default-terminal xterm-256color
set -g history-limit 20000
set -g status off
set -g escape-time 0
`;

async function untilTrue(
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

const TIME = String.raw`(?:\d+ms|\d+(?:\.\d+)?s|\d+m \d+s)`;

/** The transcript without what differs from run to run: times, the run's name, the person's. */
export function settled(guided: Pick<Guided, 'transcript' | 'home'>): string {
  // The shell's next prompt may stand there already or not.
  return normalize(guided.transcript()).replaceAll(guided.home, '~').replace(/\n\$$/, '');
}

/** The prompt of a shell that a run has opened for the person. */
export function promptOf(directory: string): string {
  return `runbook ${directory} ${process.getuid?.() === 0 ? '#' : '$'}`;
}

/** See {@link settled}. */
export function normalize(text: string): string {
  const run = / run (\w{4})$/m.exec(text)?.[1];
  const named = run === undefined ? text : text.replaceAll(new RegExp(`\\b${run}\\b`, 'g'), '7f3k');
  return named
    .replaceAll(new RegExp(`^([✔✗■] .*?) +${TIME}((?: \\(\\d+ attempts\\))?)$`, 'gm'), '$1  TIME$2')
    .replaceAll(new RegExp(`(\\(|, )${TIME}([,)])`, 'g'), '$1TIME$2')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'DATE')
    .replaceAll(new RegExp(` in ${TIME}$`, 'gm'), ' in TIME')
    .replaceAll(/^(runbook \S+) #/gm, '$1 $')
    .replaceAll(new RegExp(`(^|by |  )${userInfo().username}(?= |,|:|$)`, 'gm'), '$1ann');
}
