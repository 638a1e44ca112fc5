/** A program of somebody who has installed the package, with a document beside it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../helpers/paths.ts';
import { createPlace, environment, type Place } from '../helpers/run-inline.ts';
import { type Survivor, settleSurvivors } from '../helpers/survivors.ts';

export interface ScriptOptions {
  /** The document `doc.md`. */
  readonly document?: string;
  /** Further files of the folder, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node. */
  readonly flags?: readonly string[];
}

export interface ScriptEnd {
  readonly exitCode: number | null;
  /** What the script has said, value by value. */
  readonly said: readonly unknown[];
  /** All of it as text. */
  readonly stdout: string;
  readonly stderr: string;
  readonly place: Place;
  survivors(): Promise<Survivor[]>;
}

export interface Script {
  readonly child: ChildProcess;
  readonly place: Place;
  readonly end: Promise<ScriptEnd>;
}

/** `say` tells the test something; the rest is what a user of the package writes. */
const PRELUDE = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { check, defineReporter, parse, plan, run } from 'runbook';
const say = (value) => console.log(JSON.stringify(value));
`;

/** Runs a script to its end. */
export function runScript(script: string, options: ScriptOptions = {}): Promise<ScriptEnd> {
  return startScript(script, options).end;
}

/** Starts a script, for tests that send signals. */
export function startScript(script: string, options: ScriptOptions = {}): Script {
  const buildError = process.env['RUNBOOK_TEST_BUILD_ERROR'];
  if (buildError !== undefined) throw new Error(`the bundle could not be built: ${buildError}`);
  const place = createPlace(options.document ?? '', { files: options.files ?? {} });
  const modules = join(place.dir, 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(ROOT, join(modules, 'runbook'));
  writeFileSync(join(place.dir, 'script.mjs'), PRELUDE + script);
  const words = [...(options.flags ?? []), 'script.mjs'];
  const child = spawn(process.execPath, words, {
    cwd: place.dir,
    env: environment(place, { USER: 'root', ...options.env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, place, end: finish(child, place) };
}

function finish(child: ChildProcess, place: Place): Promise<ScriptEnd> {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
    });
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      const lines = printed.stdout.split('\n').filter((line) => line !== '');
      resolve({
        exitCode,
        said: lines.map((line) => JSON.parse(line) as unknown),
        ...printed,
        place,
        survivors: () => settleSurvivors(place.tag),
      });
    });
  });
}
