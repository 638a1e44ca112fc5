import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, type TestContext, TestRunner } from 'vitest';
import { DocumentError } from '../document/problem.ts';
import type { MarkdownDocument } from '../document/types.ts';
import type { LoadResult } from '../model/load.ts';
import type { Runbook, Step } from '../model/types.ts';
import { selectSteps } from '../plan/selection.ts';
import { findUnproven } from '../suite/measure-proof.ts';
import type { SuiteOptions } from '../suite/types.ts';
import { testStep } from './define-step.ts';
import { DocumentRun } from './document-run.ts';
import { failureError, RunbookError, refusal } from './located-error.ts';
import type { DescribeOptions } from './types.ts';

/** A document that is described. */
export interface Described {
  readonly document: MarkdownDocument;
  readonly loaded: LoadResult;
  readonly suite: SuiteOptions;
  readonly options: DescribeOptions;
}

type Handler = (context: TestContext) => void | Promise<void>;
type Task = { readonly mode: string };

/** One `describe`, with one test for each step. */
export function describeDocument(described: Described): void {
  const { document, loaded, options } = described;
  const define = options.concurrent === true ? describe.concurrent : describe;
  define(document.file, () => {
    const add = (name: string, line: number, handler: Handler): Task => {
      const timing = { timeout: 0, concurrent: options.concurrent === true };
      const task = TestRunner.getCurrentSuite().task(name, { ...timing, handler });
      task.location = { line, column: 1 };
      return task;
    };
    if (loaded.runbook === null) addRefused(described, add);
    else if (loaded.runbook.config.test.skip !== undefined) {
      const { skip } = loaded.runbook.config.test;
      for (const step of stepsOf(loaded.runbook))
        add(nameStep(step), step.fence.line, (context) => context.skip(skip));
    } else addSteps(described, loaded.runbook, add);
    if (options.coverage !== undefined) addCoverage(described, options.coverage, add);
    else if (loaded.runbook?.steps.length === 0)
      add('no tagged block', 1, (context) => context.skip('there is nothing to run'));
  });
}

type Add = (name: string, line: number, handler: Handler) => Task;

function addRefused({ document, loaded, suite }: Described, add: Add): void {
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  add('can be run', errors[0]?.line ?? 1, () => {
    throw refusal(new DocumentError(errors), document.file, suite.cwd);
  });
}

/** In the order in which they run; what only failures call for has no test of its own. */
function stepsOf(runbook: Runbook): readonly Step[] {
  const { steps, cleanup } = selectSteps(runbook, { only: [], skip: [] });
  return [...steps, ...cleanup];
}

function nameStep({ role, id, title }: Step): string {
  return title === id ? `${role} · ${id}` : `${role} · ${id}: ${title}`;
}

function addSteps({ document, suite, options }: Described, runbook: Runbook, add: Add): void {
  const steps = stepsOf(runbook);
  if (steps.length === 0) return;
  const run = new DocumentRun(runbook, suite);
  const place = { runbook, cwd: suite.cwd, path: resolve(suite.cwd, document.file) };
  const tasks = steps.map((step) => ({
    step,
    task: add(nameStep(step), step.fence.line, testStep(step, run, place)),
  }));
  beforeAll(async () => {
    const wanted = tasks.filter(({ task }) => task.mode !== 'skip').map(({ step }) => step);
    // Nothing but the coverage is asked for.
    if (wanted.length === 0) return;
    try {
      await run.start(findLast(steps, wanted), (one) => options.prepare?.(one));
    } catch (error) {
      throw refusal(error, document.file, suite.cwd);
    }
  }, 0);
  afterAll(async () => {
    try {
      if (run.hasBegun) await tellRest(run, runbook, suite.cwd);
    } finally {
      await run.dispose();
    }
  }, 0);
}

/** The id of the last step that has to run, where a filter leaves out those behind it. */
function findLast(steps: readonly Step[], wanted: readonly Step[]): string | undefined {
  const ordered = steps.filter(({ role }) => role !== 'cleanup');
  const last = ordered.findLast((step) => wanted.includes(step));
  // Cleanup alone is wanted: it cleans up after all of them.
  return last === undefined || last === ordered.at(-1) ? undefined : lastInDocument(ordered, last);
}

/** `require` steps run first wherever they stand, and are no place to end at. */
function lastInDocument(ordered: readonly Step[], last: Step): string | undefined {
  if (last.role !== 'require') return last.id;
  return ordered.find(({ role }) => role !== 'require')?.id;
}

/** Fails the document for what no test of a step can tell: a server that died after it was up. */
async function tellRest(run: DocumentRun, runbook: Runbook, cwd: string): Promise<void> {
  const { failures, record, result } = await run.finish();
  const { expectFail } = runbook.config.test;
  for (const [id, failure] of failures) {
    const verdict = await run.verdictOf(id);
    if (verdict?.status === 'passed' && id !== expectFail)
      throw failureError(failure, record.diagnoses, cwd);
  }
  if (result.exitCode === 1 && failures.size === 0) {
    const path = resolve(cwd, runbook.document.file);
    throw new RunbookError(record.remarks.join('\n') || 'the run failed', path, 1);
  }
}

function addCoverage({ document, loaded, suite }: Described, least: number, add: Add): void {
  const words = least === 100 ? 'every fence' : `${least} % of its fences`;
  add(`runs, checks or declares inert ${words}`, 1, async () => {
    const host = { path: suite.env['PATH'], cwd: suite.cwd };
    const unproven = await findUnproven(document, loaded, host);
    const total = document.fences.length;
    const [first] = unproven;
    if (first === undefined || (1 - unproven.length / total) * 100 >= least) return;
    const lines = unproven.map(({ line, info }) => `  ${document.file}:${line} \`${info}\``);
    const text = `${unproven.length} of ${total} fences are shown and proven by nothing:\n${lines.join('\n')}\n  hint give them a role, or say \`no-check\``;
    throw new RunbookError(text, resolve(suite.cwd, document.file), first.line);
  });
}
