import type { TestContext } from 'vitest';
import type { Runbook, Step } from '../model/types.ts';
import { describeSkip } from '../report/run-record.ts';
import type { DocumentRun } from './document-run.ts';
import { failureError, RunbookError } from './located-error.ts';

/** The test of one step: it passes, fails and is skipped as the step is. */
export function testStep(
  step: Step,
  run: DocumentRun,
  { runbook, cwd, path }: { runbook: Runbook; cwd: string; path: string },
): (context: TestContext) => Promise<void> {
  return async (context) => {
    context.signal.addEventListener('abort', () => run.interrupt(), { once: true });
    const verdict = await run.verdictOf(step.id);
    const hasToFail = runbook.config.test.expectFail === step.id;
    switch (verdict?.status) {
      case 'passed':
        if (!hasToFail) return;
        throw new RunbookError(
          `\`${step.id}\` must fail (\`test.expect-fail\`), and it passed`,
          path,
          step.fence.line,
        );
      case 'skipped':
        return context.skip(describeSkip(verdict.reason));
      case 'cancelled':
        return context.skip('interrupted');
      case 'failed': {
        if (hasToFail) return;
        // What a failure calls for, such as a diagnosis, comes after it.
        const { failures, record } = await run.finish();
        const failure = failures.get(step.id);
        if (failure !== undefined) throw failureError(failure, record.diagnoses, cwd);
        throw new RunbookError(`\`${step.id}\` failed`, path, step.fence.line);
      }
      case undefined:
        // Rejects with the trouble of the engine, if that is the reason.
        await run.finish();
        return context.skip('not reached');
    }
  };
}
