/**
 * The library: read a document, check it, plan a run, run it, be told of it. Nothing is printed.
 *
 * @example
 * ```ts
 * import { run } from 'runbook';
 *
 * const deployment = run({ path: 'deployment.md' });
 * for await (const event of deployment) {
 *   if (event.type === 'step-end') console.log(event.step, event.verdict.status);
 * }
 * const { exitCode } = await deployment.result;
 * ```
 */
export { DocumentError, type Problem } from './document/problem.ts';
export type { ChecklistResult } from './engine/checklist-result.ts';
export { EngineError } from './engine/engine-error.ts';
export type {
  ExpectationView,
  OperatorAction,
  RunEvent,
  RunEventOf,
  RunEventType,
  RunSummary,
  StepView,
} from './engine/events.ts';
export type { InterruptSignal } from './engine/interrupt-signal.ts';
export type { ParamView } from './engine/run-setup.ts';
export type {
  FailedExpectation,
  FailureReason,
  FileChange,
  SkipReason,
  StepVerdict,
} from './engine/verdict.ts';
export type { Mismatch } from './expect/types.ts';
export { check } from './library/check.ts';
export { defineReporter } from './library/define-reporter.ts';
export { parse } from './library/parse.ts';
export { plan } from './library/plan.ts';
export { run } from './library/run.ts';
export type * from './library/types.ts';
export type { ParamType, Role } from './model/types.ts';
export { UsageError } from './plan/usage-error.ts';
export type { ReporterContext, ReporterFactory } from './report/own-reporter.ts';
export { ReportError } from './report/report-error.ts';
export type { Reporter, ReporterHooks } from './report/types.ts';
