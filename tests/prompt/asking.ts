/** Asks questions at a terminal of their own. */
import { buildSync } from 'esbuild';
import { type Job, type JobOptions, openJob } from '../helpers/job.ts';
import { ROOT } from '../helpers/paths.ts';
import type { Question, Work } from './program.ts';

/** How the questions are put. */
export const KINDS = ['rich', 'plain'] as const;
export type Kind = (typeof KINDS)[number];

let built: string | undefined;

export interface AskingOptions extends JobOptions {
  /** What starts the program. */
  readonly before?: readonly string[];
}

/** Opens a terminal, and puts the questions in it one after the other. */
export async function ask(
  questions: readonly (Question | Work)[],
  kind: Kind = 'rich',
  { before = [], ...options }: AskingOptions = {},
): Promise<Job> {
  const files = { 'questions.json': JSON.stringify(questions), 'ask.mjs': bundle() };
  const words = [...before, process.execPath, 'ask.mjs', kind];
  return openJob('', { isJoined: false, ...options, files, words });
}

/** How an answer stands on the screen. */
export function answer(text: string | null): string {
  return `= ${JSON.stringify(text)}`;
}

/** The program of the questions, in one file. */
function bundle(): string {
  built ??= buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['tests/prompt/program.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  }).outputFiles[0]?.text;
  return built ?? '';
}
