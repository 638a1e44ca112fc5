/** What the compiler knows of documents, plans and runs. */
import { expectTypeOf } from 'vitest';
import {
  type CheckResult,
  check,
  type Plan,
  type Problem,
  parse,
  plan,
  type ReportError,
  type Role,
  type Run,
  type RunEvent,
  type RunResult,
  run,
  type StepView,
} from '../../../src/index.ts';

/** A document is a text, a path or a URL. */
export function takesDocuments(): void {
  const runbook = parse('# Text\n');
  parse({ path: 'deployment.md' }, { cwd: '/srv' });
  parse({ path: new URL('file:///deployment.md') });
  parse({ path: 'deployment.md', text: '# Not saved yet\n' });
  expectTypeOf(runbook.steps[0]).toExtend<StepView | undefined>();
  expectTypeOf(runbook.steps.map(({ role }) => role)).toEqualTypeOf<Role[]>();
  expectTypeOf(check(runbook)).resolves.toEqualTypeOf<CheckResult>();
  expectTypeOf<CheckResult['problems']>().toEqualTypeOf<readonly Problem[]>();
  // @ts-expect-error nothing says which document
  parse({});
  // @ts-expect-error what a runbook is made of is not for callers
  runbook.document;
}

/** Options that decide what runs belong to a plan; one that is made takes them no more. */
export async function plans(): Promise<Plan> {
  const made = await plan({ path: 'deployment.md' }, { params: { port: 8080, tls: true } });
  expectTypeOf(made.missing).toEqualTypeOf<readonly string[]>();
  run(made, { keepGoing: true });
  // @ts-expect-error the values are in the plan
  run(made, { params: { port: 8081 } });
  run({ path: 'deployment.md' }, { params: { port: 8081 }, keepGoing: true });
  // @ts-expect-error there is no such option
  plan('# Text\n', { parms: {} });
  // @ts-expect-error a selection is a list
  plan('# Text\n', { only: 'server' });
  return made;
}

/** A run gives events, and a result. */
export async function runs(): Promise<RunResult> {
  const started = run('# Text\n', { signal: AbortSignal.timeout(1000), manual: 'done' });
  expectTypeOf(started).toEqualTypeOf<Run>();
  for await (const event of started) expectTypeOf(event).toEqualTypeOf<RunEvent>();
  started.interrupt();
  started.interrupt('SIGINT');
  // @ts-expect-error nobody can answer that
  started.interrupt('SIGKILL');
  // @ts-expect-error the run is no promise, its result is
  started.then(() => {});
  // @ts-expect-error only that is to be said
  run('# Text\n', { manual: true });
  const result = await started.result;
  expectTypeOf(result.reportErrors).toEqualTypeOf<readonly ReportError[]>();
  expectTypeOf(result.failures.map(({ message }) => message)).toEqualTypeOf<string[]>();
  return result;
}
