/**
 * `runbook/vitest`: documents as tests of vitest.
 *
 * @example
 * ```ts
 * import { describeRunbooks } from 'runbook/vitest';
 *
 * describeRunbooks(['README.md', 'docs/**\/*.md'], { coverage: 100 });
 * ```
 */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { parseMarkdown } from '../document/parse.ts';
import { createOperator } from '../engine/create-operator.ts';
import { loadRunbook } from '../model/load.ts';
import { defaultStateDir } from '../store/default-state-dir.ts';
import type { SuiteOptions } from '../suite/types.ts';
import { VERSION } from '../version.ts';
import { describeDocument } from './describe-document.ts';
import type { DocumentOptions } from './plugin.ts';
import type { DescribeOptions } from './types.ts';

export { type DocumentOptions, type DocumentPlugin, documentTests } from './plugin.ts';
export type { DescribeOptions, DocumentPlace } from './types.ts';

/**
 * Defines one `describe` for each document and in it one test for each step, at the line of the document.
 * Each document is run once, in a shell, an empty working directory and an empty `HOME` of its own, from
 * its first step to the last one that is wanted: with `-t` what comes before a step is run as well. A
 * failure's stack is the document's line.
 *
 * To be called at the top level of a test file.
 *
 * @param globs paths and patterns of documents; `!` in front leaves out again
 * @throws when no document is found.
 */
export function describeRunbooks(
  globs: string | readonly string[],
  options: DescribeOptions = {},
): void {
  const suite = readOptions(options);
  const patterns = typeof globs === 'string' ? [globs] : [...globs];
  const files = globSync(patterns, {
    cwd: suite.cwd,
    ignore: ['**/node_modules/**'],
    expandDirectories: false,
  }).sort();
  if (files.length === 0)
    throw new Error(`describeRunbooks: no document matches ${patterns.join(', ')} in ${suite.cwd}`);
  for (const file of files) describeOne(file, suite, options);
}

/**
 * Describes the document that is the test file itself, for {@link documentTests}.
 *
 * @internal
 */
export function describeDocumentFile(path: string, options: DocumentOptions): void {
  const suite = readOptions(options);
  describeOne(relative(suite.cwd, path), suite, options);
}

function describeOne(file: string, suite: SuiteOptions, options: DescribeOptions): void {
  const document = parseMarkdown(readFileSync(resolve(suite.cwd, file), 'utf8'), file);
  describeDocument({ document, loaded: loadRunbook(document), suite, options });
}

function readOptions(options: DescribeOptions): SuiteOptions {
  const {
    cwd = '.',
    env = {},
    set = {},
    keepGoing = false,
    timeout,
    yes = false,
    manual,
  } = options;
  const answers = { yes, manualDone: manual === 'done' };
  return {
    version: VERSION,
    stateDir: `${defaultStateDir()}/tests`,
    locator: '',
    env: { ...process.env, ...env },
    cwd: resolve(cwd),
    set: new Map(Object.entries(set)),
    jobs: 1,
    keepGoing,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    retries: 0,
    operator: createOperator(answers, undefined),
    answers,
  };
}
