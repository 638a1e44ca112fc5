/** Runs the built program on a document written to a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunEvent, RunEventType } from '../../src/engine/events.ts';
import { CLI } from './paths.ts';
import { findSurvivors, type Survivor, settleSurvivors, TAG_VARIABLE } from './survivors.ts';

export interface InlineOptions {
  /** The command; `run` also gets a `--report`, which fills `events`. */
  readonly command?: string;
  /** Arguments after the document. */
  readonly args?: readonly string[];
  /** Name of the document in the folder; `null` when the command takes none. */
  readonly name?: string | null;
  /** Further files of the folder, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A command, with its arguments, that the program is given to. */
  readonly through?: readonly string[];
  /** Gives the program a terminal of 90 columns (through `script`), where both streams are one. */
  readonly terminal?: boolean;
  /** Leaves stdin open for `type`; with `terminal` it is the keyboard. */
  readonly keyboard?: boolean;
  /** Where an earlier one was started, with its records; its document stays as it is. */
  readonly place?: Place;
  /** After this the program is killed, and the promise rejects. */
  readonly timeoutMs?: number;
}

/** The folders that a program is started with, and what marks its processes. */
export interface Place {
  readonly dir: string;
  readonly home: string;
  readonly stateDir: string;
  readonly report: string;
  readonly tag: string;
}

export interface InlineResult {
  readonly exitCode: number | null;
  /** The signal that ended the program, if one did. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The folder with the document, in which the program was started. */
  readonly dir: string;
  readonly home: string;
  readonly stateDir: string;
  readonly place: Place;
  /** What `--report jsonl=` wrote. */
  readonly events: readonly RunEvent[];
  /** Processes of the run that are still there, after time to let all go but as many as are to stay. */
  survivors(stay?: number): Promise<Survivor[]>;
}

export interface InlineProcess {
  readonly child: ChildProcess;
  readonly dir: string;
  readonly place: Place;
  /** Resolves when stdout and stderr together contain the text, so many times. */
  waitFor(text: string, times?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Types on the keyboard. */
  type(text: string): void;
  /** Processes of the run that are there now. */
  processes(): Survivor[];
  readonly result: Promise<InlineResult>;
}

/** Runs to the end. */
export function runInline(document: string, options: InlineOptions = {}): Promise<InlineResult> {
  return startInline(document, options).result;
}

/** Starts, for tests that send signals or look at the run under way. */
export function startInline(document: string, options: InlineOptions = {}): InlineProcess {
  const buildError = process.env['RUNBOOK_TEST_BUILD_ERROR'];
  if (buildError !== undefined) throw new Error(`the bundle could not be built: ${buildError}`);
  const place = options.place ?? createPlace(document, options);
  const [program, ...args] = commandLine(options, place.report);
  const child = spawn(program, args, {
    cwd: place.dir,
    env: environment(place, options.env ?? {}),
    stdio: [options.keyboard === true ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const printed = collect(child);
  return {
    child,
    dir: place.dir,
    place,
    waitFor: printed.waitFor,
    kill: (signal) => void child.kill(signal),
    type: (text) => void child.stdin?.write(text),
    processes: () => findSurvivors(place.tag),
    result: finish(child, place, printed, options.timeoutMs ?? 50_000),
  };
}

/** The events of one type, in order. */
export function eventsOf<Type extends RunEventType>(
  events: readonly RunEvent[],
  type: Type,
): Extract<RunEvent, { type: Type }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: Type }> => event.type === type);
}

/** A folder of its own for a document, with what belongs to a run of it. */
export function createPlace(document: string, options: InlineOptions): Place {
  const base = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'case-'));
  const dir = join(base, 'work');
  const files = { ...options.files };
  if (options.name !== null) files[options.name ?? 'doc.md'] = document;
  for (const name of ['work', 'home', 'state']) mkdirSync(join(base, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return {
    dir,
    home: join(base, 'home'),
    stateDir: join(base, 'state'),
    report: join(base, 'events.jsonl'),
    tag: randomUUID(),
  };
}

function commandLine(options: InlineOptions, report: string): [string, ...string[]] {
  const words = [CLI, ...argumentsOf(options, report)];
  const [program = process.execPath, ...rest] = [
    ...(options.through ?? []),
    process.execPath,
    ...words,
  ];
  if (options.terminal !== true) return [program, ...rest];
  const quoted = [program, ...rest].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return ['script', '-qec', `stty cols 90 rows 40; exec ${quoted.join(' ')}`, '/dev/null'];
}

/** The program's arguments. */
export function argumentsOf(options: InlineOptions, report: string): string[] {
  const command = options.command ?? 'run';
  return [
    command,
    ...(options.name === null ? [] : [options.name ?? 'doc.md']),
    ...(command === 'run' ? ['--report', `jsonl=${report}`] : []),
    ...(options.args ?? []),
  ];
}

/** The caller's environment without what would make the program behave as in CI or under a test. */
export function environment(
  place: Place,
  extra: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(CI|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|PORT)$/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: place.home,
    XDG_STATE_HOME: place.stateDir,
    [TAG_VARIABLE]: place.tag,
    ...extra,
  };
}

interface Printed {
  stdout: string;
  stderr: string;
  waitFor(text: string, times?: number): Promise<void>;
}

function collect(child: ChildProcess): Printed {
  const waiting = new Set<() => void>();
  const printed: Printed = {
    stdout: '',
    stderr: '',
    waitFor: (text, times = 1) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if ((printed.stdout + printed.stderr).split(text).length <= times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        child.once('close', () =>
          reject(new Error(`ended without \`${text}\`:\n${printed.stdout}${printed.stderr}`)),
        );
        look();
      }),
  };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      for (const look of [...waiting]) look();
    });
  }
  return printed;
}

function finish(
  child: ChildProcess,
  place: Place,
  printed: Printed,
  timeoutMs: number,
): Promise<InlineResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`still running after ${timeoutMs} ms:\n${printed.stdout}${printed.stderr}`));
    }, timeoutMs);
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      let events: RunEvent[];
      try {
        events = readEvents(place.report);
      } catch (error) {
        return reject(error);
      }
      resolve({
        exitCode,
        signal,
        stdout: printed.stdout,
        stderr: printed.stderr,
        dir: place.dir,
        home: place.home,
        stateDir: place.stateDir,
        place,
        events,
        survivors: (stay) => settleSurvivors(place.tag, stay),
      });
    });
  });
}

/** What `--report jsonl=` wrote. */
export function readEvents(report: string): RunEvent[] {
  if (!existsSync(report)) return [];
  const lines = readFileSync(report, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RunEvent);
}
