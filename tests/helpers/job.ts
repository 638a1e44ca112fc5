/** The built program as a job of a shell, which looks at the terminal before and after it. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CLI } from './paths.ts';
import { type Survivor, settleSurvivors, TAG_VARIABLE } from './survivors.ts';
import {
  Terminal,
  type TerminalFlags,
  type TerminalSize,
  terminalEnvironment,
  waitForText,
} from './terminal.ts';

export interface JobOptions extends TerminalSize {
  /** Arguments after the document. */
  readonly args?: readonly string[];
  /** What is run instead of the program on the document. */
  readonly words?: readonly string[];
  /** Further files of the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A line that takes several rows is read as one, unless this is `false`. */
  readonly isJoined?: boolean;
}

/** What a program has to leave as it found it. */
export interface TerminalState extends TerminalFlags {
  /** All that `stty -a` says. */
  readonly settings: string;
}

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
  printf '\\033]2;stopped\\007'
  stty -a >"$at/stopped.new"; mv "$at/stopped.new" "$at/stopped"
  until [[ -e $at/back ]]; do sleep 0.05; done
  fg >/dev/null
  code=$?
fi
printf '\\033]2;ended\\007'
stty -a >"$at/after"
echo "$code" >"$at/code.new"; mv "$at/code.new" "$at/code"
exec sleep 1000`;

/** Starts the program on a document; the terminal goes at the end of the test. */
export async function openJob(document: string, options: JobOptions = {}): Promise<Job> {
  const job = new Job(document, options);
  onTestFinished(() => job.hangUp());
  return job;
}

/** See {@link openJob}. */
export class Job extends Terminal {
  /** The folder of the document, in which it is run. */
  readonly dir: string;
  readonly stateDir: string;
  readonly home: string;
  readonly tag: string;
  readonly #notes: string;

  constructor(document: string, options: JobOptions) {
    const { args = [], files = {}, env = {}, isJoined = true, columns = 80, rows = 24 } = options;
    const base = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'job-'));
    const [dir, home, stateDir, notes] = ['work', 'home', 'state', 'notes'].map((name) => {
      mkdirSync(join(base, name));
      return join(base, name);
    }) as [string, string, string, string];
    for (const [name, text] of Object.entries({ 'doc.md': document, ...files }))
      writeFileSync(join(dir, name), text);
    const tag = randomUUID();
    const program = options.words ?? [process.execPath, CLI, 'run', 'doc.md', ...args];
    super({
      base,
      dir,
      env: terminalEnvironment({ HOME: home, XDG_STATE_HOME: stateDir, ...env }),
      words: ['bash', '-c', SHELL, 'bash', notes, `${TAG_VARIABLE}=${tag}`, ...program],
      isJoined,
      columns,
      rows,
    });
    [this.dir, this.home, this.stateDir, this.tag] = [dir, home, stateDir, tag];
    this.#notes = notes;
  }

  /** Pid of the program. */
  async pid(): Promise<number> {
    return Number(await this.#read('pid'));
  }

  /** Resolves when a file of the folder is there. */
  async waitForFile(name: string): Promise<void> {
    await waitForText(join(this.dir, name), () => this.transcript());
  }

  /** Resolves when the program has hidden the cursor. */
  async waitForHiddenCursor(): Promise<void> {
    await this.until('a hidden cursor', () => this.flags().cursor === 'hidden');
  }

  /** The terminal as it was before the program. */
  async before(): Promise<TerminalState> {
    return { settings: await this.#read('before'), cursor: 'shown', screen: 'normal' };
  }

  /** The terminal when the program was stopped (Ctrl-Z); {@link bringBack} goes on with it. */
  async stopped(): Promise<TerminalState> {
    const settings = await this.#read('stopped');
    await this.titled('stopped');
    return { settings, ...this.flags() };
  }

  bringBack(): void {
    writeFileSync(join(this.#notes, 'back'), '');
  }

  /** The exit code of the program, and the terminal after it. */
  async end(): Promise<TerminalState & { readonly code: number }> {
    const code = Number(await this.#read('code'));
    await this.titled('ended');
    return { code, settings: await this.#read('after'), ...this.flags() };
  }

  survivors(): Promise<Survivor[]> {
    return settleSurvivors(this.tag);
  }

  #read(name: string): Promise<string> {
    return waitForText(join(this.#notes, name), () => this.transcript());
  }
}
