import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ScriptFault } from './shell-blocks.ts';

/** To start a process from a large one takes its time; so does a very long list of variables. */
const BATCH_COUNT = 1_000;
/** Linux takes 128 KiB in one variable, and about 2 MiB in all. */
const BATCH_BYTES = 1_000_000;
const SCRIPT_BYTES = 100_000;
const AT_ONCE = availableParallelism();

/** How bash reads the scripts. */
export interface ParseOptions {
  readonly bash: string;
  /** Whether `+(…)` and the like are patterns. */
  readonly extglob: boolean;
  /** A private folder for files. */
  readonly folder: string;
}

/**
 * Parses scripts with bash and executes nothing of them.
 *
 * To start a bash for each would take minutes for a long document. But bash parses functions that
 * it finds in its environment, and since 2014 it takes one definition from a variable and nothing
 * beside it, so that one process can parse hundreds of scripts as bodies of functions. A script is
 * right when its function is there and ends with a mark that nobody can foresee: a `}` of the
 * script's own would leave the mark outside. Every script that fails this is parsed by itself with
 * `bash -n`, which decides.
 *
 * @returns the first fault of each script by its index
 */
export async function parseScripts(
  scripts: readonly string[],
  options: ParseOptions,
): Promise<ReadonlyMap<number, ScriptFault>> {
  const doubtful: number[] = [];
  const batches = splitIntoBatches(scripts, doubtful);
  await forEachAtOnce(batches, async (batch) => {
    const whole = await defineAll(batch, scripts, options);
    doubtful.push(...batch.filter((index) => !whole.has(index)));
  });
  const faults = new Map<number, ScriptFault>();
  await forEachAtOnce(doubtful, async (index) => {
    const fault = await parseOne(scripts[index] ?? '', index, options);
    if (fault !== null) faults.set(index, fault);
  });
  return faults;
}

function splitIntoBatches(scripts: readonly string[], doubtful: number[]): number[][] {
  const batches: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [index, script] of scripts.entries()) {
    const size = Buffer.byteLength(script) + 200;
    if (size > SCRIPT_BYTES || script.includes('\0')) {
      doubtful.push(index);
      continue;
    }
    const last = batches.at(-1);
    if (last === undefined || bytes + size > BATCH_BYTES || last.length >= BATCH_COUNT) {
      batches.push([index]);
      bytes = size;
    } else {
      last.push(index);
      bytes += size;
    }
  }
  return batches;
}

/** The scripts of a batch that are whole bodies of functions. */
async function defineAll(
  batch: readonly number[],
  scripts: readonly string[],
  { bash, extglob }: ParseOptions,
): Promise<ReadonlySet<number>> {
  const mark = `mark_${randomBytes(12).toString('hex')}`;
  const env: Record<string, string> = { LC_ALL: 'C' };
  for (const index of batch) {
    env[`BASH_FUNC_script_${index}%%`] = `() {\n:\n${scripts[index]}\n: ${mark}\n}`;
  }
  const args = [...options(extglob), '-c', 'builtin declare -f'];
  const { stdout } = await runBash(bash, args, env);
  const whole = new Set<number>();
  let current = -1;
  let previous = '';
  for (const line of stdout.split('\n')) {
    const index = /^script_(\d+) \(\) $/.exec(line)?.[1];
    if (index !== undefined) current = Number(index);
    // Bash indents the commands of a function, and never what a here-document holds.
    else if (line === '}' && previous === `    : ${mark}`) whole.add(current);
    previous = line;
  }
  return whole;
}

async function parseOne(
  script: string,
  index: number,
  { bash, extglob, folder }: ParseOptions,
): Promise<ScriptFault | null> {
  const file = join(folder, `${index}.sh`);
  writeFileSync(file, script);
  const args = [...options(extglob), '-n', file];
  const { stderr } = await runBash(bash, args, { LC_ALL: 'C' });
  const lines = Math.max(1, script.split('\n').length - 1);
  for (const text of stderr.split('\n')) {
    const match = new RegExp(`^${escapeForRegex(file)}: line (\\d+): (.*)$`).exec(text);
    if (match === null) continue;
    const line = Math.min(Number(match[1]), lines);
    const [, at, wanted] =
      /at line (\d+) delimited by end-of-file \(wanted `(.*)'\)/.exec(text) ?? [];
    if (wanted !== undefined) {
      const message = `the here-document that begins here is never ended by a line \`${wanted}\``;
      return { line: Math.min(Number(at), lines), severity: 'warning', message };
    }
    return { line, severity: 'error', message: describe(match[2] ?? '') };
  }
  return null;
}

function describe(message: string): string {
  return message.replace(/`([^']*)'/g, '`$1`').replace(/^unexpected EOF/, 'unexpected end');
}

function options(extglob: boolean): string[] {
  return ['--norc', '--noprofile', ...(extglob ? ['-O', 'extglob'] : [])];
}

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

function runBash(bash: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Printed> {
  return new Promise((resolve) => {
    const child = spawn(bash, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', () => resolve({ stdout: '', stderr: '' }));
    child.once('close', () => resolve({ stdout, stderr }));
  });
}

async function forEachAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function escapeForRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
