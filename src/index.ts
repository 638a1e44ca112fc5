/**
 * The library: read a document, plan a run, run it. The program is made of the same parts.
 *
 * @example
 * ```ts
 * const { runbook, problems } = loadRunbook(parseMarkdown(text, 'deployment.md'));
 * if (runbook === null) throw new DocumentError(problems);
 * const plan = await createPlan(runbook, {
 *   selection: { only: [], skip: [] },
 *   set: new Map(),
 *   env: process.env,
 *   cwd: process.cwd(),
 * });
 * const run = startRun(plan, options);
 * const { exitCode } = await run.result;
 * ```
 */
export { parseMarkdown } from './document/parse.ts';
export { DocumentError, type Problem } from './document/problem.ts';
export type { Fence, Heading, MarkdownDocument, Position } from './document/types.ts';
export { EngineError } from './engine/engine-error.ts';
export type { RunEvent, RunEventType, RunSummary, StepView } from './engine/events.ts';
export { startRun } from './engine/run.ts';
export type { ParamView } from './engine/run-setup.ts';
export type { InterruptSignal, Run, RunOptions, RunResult } from './engine/types.ts';
export type {
  FailedExpectation,
  FailureReason,
  FileChange,
  SkipReason,
  StepVerdict,
} from './engine/verdict.ts';
export type { Mismatch } from './expect/types.ts';
export { type LoadResult, loadRunbook } from './model/load.ts';
export type { Expectation, ParamSpec, Role, Runbook, RunbookConfig, Step } from './model/types.ts';
export { createPlan } from './plan/plan.ts';
export type { Plan, PlannedStep, PlanOptions, ResolvedParam, Selection } from './plan/types.ts';
export { UsageError } from './plan/usage-error.ts';
export type { Reporter, ReporterHooks } from './report/types.ts';
