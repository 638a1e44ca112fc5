/** Drives the built program at a terminal of its own, as a person with a keyboard does. */
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
import { afterEach, expect, vi } from 'vitest';
import type { RunEvent } from '../../src/engine/events.ts';
import { CLI } from '../helpers/paths.ts';
import { eventsOf, readEvents } from '../helpers/run-inline.ts';
import { settleSurvivors, TAG_VARIABLE } from '../helpers/survivors.ts';
import {
  LIMIT_MS,
  Terminal,
  type TerminalSize,
  terminalEnvironment,
  waitForText,
} from '../helpers/terminal.ts';

/** The end of the question before a step and after a failure. */
const MENU = '[q]uit  [?]';

export interface GuidedOptions extends TerminalSize {
  /** What follows `runbook`; `step doc.md` unless given. */
  readonly line?: string;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Further files of the folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What `runbook` is, as words; the built program unless given. */
  readonly program?: readonly string[];
}

const open = new Set<Guided>();

/** Nothing of a test may be left, neither a terminal nor a process of the run. */
export function closeTerminals(): void {
  vi.setConfig({ testTimeout: 3 * LIMIT_MS });
  afterEach(async () => {
    for (const guided of [...open]) {
      guided.hangUp();
      expect(await settleSurvivors(guided.tag)).toEqual([]);
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
export class Guided extends Terminal {
  readonly dir: string;
  readonly home: string;
  readonly tag: string;
  readonly #base: string;

  constructor(document: string, options: GuidedOptions) {
    const { env, files = {}, columns = 80, rows = 24, program = [process.execPath, CLI] } = options;
    const base = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'term-'));
    const home = join(base, 'home');
    const dir = join(home, 'work');
    const tag = randomUUID();
    for (const path of [home, dir, join(base, 'bin')]) mkdirSync(path);
    for (const [name, text] of Object.entries({ 'doc.md': document, ...files }))
      writeFileSync(join(dir, name), text);
    installProgram(base, program);
    // Not exported: the program's own shells have none of it.
    const exits = `PROMPT_COMMAND='builtin echo $? >>${join(base, 'exits')}; builtin printf "\\033]2;ended %s\\007" $((ENDED++))'`;
    writeFileSync(join(base, 'rc'), `PS1='$ '\n${exits}\n`);
    super({
      base,
      dir,
      env: terminalEnvironment({
        PATH: `${join(base, 'bin')}:${process.env['PATH']}`,
        HOME: home,
        INPUTRC: '/dev/null',
        HISTFILE: join(home, '.bash_history'),
        [TAG_VARIABLE]: tag,
        ...env,
      }),
      words: ['bash', '--rcfile', join(base, 'rc'), '-i'],
      columns,
      rows,
    });
    [this.dir, this.home, this.tag] = [dir, home, tag];
    this.#base = base;
  }

  /** Waits until a text stands there, and the keys are asked for below it. */
  async asked(text: string, times = 1): Promise<void> {
    await this.until(`${times} × ${text}, and the keys below it`, (shown) => {
      const parts = shown.split(text);
      return (
        parts.length > times && shown.endsWith(MENU) && (parts.at(-1) ?? '').includes('?  [r]')
      );
    });
  }

  /** Waits for the end of the program. */
  async exit(times = 1): Promise<number> {
    const path = join(this.#base, 'exits');
    let codes: string[] = [];
    await this.until(`the program's end`, () => {
      codes = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
      // The first one is that of the shell's own start.
      return codes.length > times;
    });
    await this.titled(`ended ${codes.length - 1}`);
    return Number(codes[times]);
  }

  /** The exit code of a program whose terminal was closed. */
  async exitAfterHangUp(): Promise<number> {
    return Number(await waitForText(join(this.#base, 'exit')));
  }

  /** Closes the terminal. */
  override hangUp(): void {
    open.delete(this);
    super.hangUp();
  }

  /** What `--report jsonl=events.jsonl` wrote. */
  events(): RunEvent[] {
    return readEvents(join(this.dir, 'events.jsonl'));
  }
}

function installProgram(base: string, words: readonly string[]): void {
  const program = join(base, 'bin', 'runbook');
  const command = words.map((word) => `'${word}'`).join(' ');
  writeFileSync(program, `#!/bin/sh\nexec ${command} "$@"\n`);
  // The shell above it hears of the hang-up as well, and has to tell how the program ended.
  const survivor = join(base, 'bin', 'runbook-survivor');
  const exit = join(base, 'exit');
  const tell = `echo $? >'${exit}.new'; mv '${exit}.new' '${exit}'`;
  writeFileSync(survivor, `#!/bin/bash\ntrap : HUP\nrunbook "$@"\n${tell}\n`);
  for (const path of [program, survivor]) chmodSync(path, 0o755);
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
    .replaceAll(/^([✔↓] .*?) {2,}((?:skipped|done) by )/gm, '$1  $2')
    .replaceAll(/^(runbook \S+) #/gm, '$1 $')
    .replaceAll(new RegExp(`(^|by |  )${userInfo().username}(?= |,|:|$)`, 'gm'), '$1ann');
}
