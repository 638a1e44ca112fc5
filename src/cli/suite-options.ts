import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createOperator } from '../engine/create-operator.ts';
import { UsageError } from '../plan/usage-error.ts';
import { FEWEST_FILES, FILES_HINT, readFileLimit } from '../session/open-files.ts';
import { asShellWord } from '../session/quote-for-shell.ts';
import type { SuiteOptions } from '../suite/types.ts';
import { VERSION } from '../version.ts';
import type { Flags } from './option-types.ts';
import { readPlanOptions } from './plan-options.ts';
import { readNumber } from './read-number.ts';
import { readStateDir, readTimeout } from './run-options.ts';
import { readAnswers } from './settle-questions.ts';

/**
 * How a suite is run, from the command line.
 *
 * @throws {@link UsageError} for values that are none.
 */
export function readSuiteOptions(flags: Flags): SuiteOptions {
  const timeoutMs = readTimeout(flags.timeout);
  const { set, envFile, env, cwd } = readPlanOptions(flags);
  const answers = readAnswers(flags);
  // By themselves: `history` and `resume` are about runs that act on the host.
  const stateDir = join(readStateDir(flags), 'tests');
  return {
    version: VERSION,
    stateDir,
    locator: ` --state-dir ${asShellWord(stateDir)}`,
    env,
    cwd,
    set,
    ...(envFile === undefined ? {} : { envFile }),
    jobs: readJobs(flags.jobs),
    keepGoing: flags['keep-going'],
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...readBail(flags),
    retries: flags['retry-flaky'] === undefined ? 0 : readRetries(flags['retry-flaky']),
    operator: createOperator(answers, undefined),
    answers,
  };
}

function readRetries(text: string): number {
  return readNumber('--retry-flaky', text, 1);
}

function readBail(flags: Flags): { bail?: number } {
  const failFast = flags['fail-fast'];
  if (flags.bail === undefined) return failFast ? { bail: 1 } : {};
  if (failFast) throw new UsageError('`--fail-fast` is `--bail 1`: give one of the two');
  return { bail: readNumber('--bail', flags.bail, 1) };
}

/** Each document needs some open files, and runs out of them only in the middle of a step. */
function readJobs(text: string | undefined): number {
  const limit = readFileLimit();
  const most = Math.max(1, Math.floor(limit / FEWEST_FILES));
  if (text === undefined) return Math.min(availableParallelism(), most);
  const jobs = readNumber('--jobs', text, 1);
  if (jobs <= most) return jobs;
  throw new UsageError(
    `--jobs ${text}: with ${limit} open files there can be ${most} documents at once`,
    [FILES_HINT.replace('256', String(jobs * FEWEST_FILES))],
  );
}
