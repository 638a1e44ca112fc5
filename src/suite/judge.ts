import type { SkipRule } from '../dialects/types.ts';
import type { Runbook } from '../model/types.ts';
import type { Attempt, DocumentOutcome } from './types.ts';

/** What a run says of its document, its front matter considered. */
export function judge(
  { config }: Runbook,
  { exitCode, failed }: Pick<Attempt, 'exitCode' | 'failed'>,
): DocumentOutcome {
  const { expectFail } = config.test;
  if (exitCode > 128) return { status: 'cancelled' };
  if (expectFail === undefined) {
    if (exitCode === 0) return { status: 'passed' };
    if (exitCode === 4) return { status: 'passed', overridden: true };
    return exitCode === 3 ? { status: 'nothing' } : { status: 'failed' };
  }
  if (failed.length === 1 && failed[0] === expectFail)
    return { status: 'passed', expectedFailure: expectFail };
  if (failed.length > 0) {
    const others = failed.filter((id) => id !== expectFail).map((id) => `\`${id}\``);
    const why = `\`${expectFail}\` alone must fail (\`test.expect-fail\`), and so did ${others.join(', ')}`;
    const only = `\`${expectFail}\` must fail (\`test.expect-fail\`), and ${others.join(', ')} failed`;
    return { status: 'failed', why: failed.includes(expectFail) ? why : only };
  }
  if (exitCode === 1) return { status: 'failed' };
  const why = `\`${expectFail}\` must fail (\`test.expect-fail\`), and nothing failed`;
  return { status: 'failed', why, missedFailure: expectFail };
}

/** Whether a step of a document of another tool has said that the document does not apply. */
export function skipAt(
  { steps }: Runbook,
  { failedExit }: Attempt,
  skip: SkipRule | undefined,
): DocumentOutcome | undefined {
  if (skip === undefined || failedExit?.code !== skip.code) return undefined;
  const step = steps.find(({ id }) => id === failedExit.step);
  if (step === undefined || skip.lines?.has(step.fence.line) === false) return undefined;
  return { status: 'skipped', reason: `line ${step.fence.line + 1} exited with ${skip.code}` };
}
