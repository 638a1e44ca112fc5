import type { Fence } from '../document/types.ts';
import { isInSection } from '../model/in-section.ts';
import { readSection } from '../model/section-text.ts';
import type { Runbook, Step } from '../model/types.ts';
import { now, type RunContext } from './context.ts';
import { runStep } from './step-runner.ts';

/**
 * Shows the section that is for the failure of a step, and runs its `diagnose` steps, each in the
 * state in which the step has failed. They change nothing: neither that state, nor a value that was
 * captured, nor any verdict.
 *
 * @returns the ids of those that failed: the likely causes
 */
export async function diagnose(context: RunContext, step: Step): Promise<readonly string[]> {
  const { plan, session, values } = context;
  const { document } = plan.runbook;
  const heading = document.headings.find(({ slug }) => slug === step.onFail);
  if (heading === undefined || context.stop.signal.aborted) return [];
  const steps = plan.diagnose.filter((other) => isInSection(other.step.heading, heading.slug));
  context.emit({
    type: 'diagnosis',
    time: now(),
    step: step.id,
    section: heading.text,
    line: heading.line,
    text: readSection(document, heading, listTagged(plan.runbook)),
    steps: steps.map((other) => other.step.id),
  });
  const causes: string[] = [];
  const before = session.snapshot;
  const captured = new Map(values.real);
  for (const planned of steps) {
    if (context.stop.signal.aborted) break;
    const index = plan.steps.length + plan.cleanup.length + plan.diagnose.indexOf(planned) + 1;
    const verdict = await runStep(context, planned, index);
    if (verdict.status === 'failed') causes.push(planned.step.id);
    await session.rollback(before);
    values.restore(captured);
  }
  context.emit({ type: 'diagnosed', time: now(), step: step.id, causes });
  return causes;
}

/** The blocks of a document that are no words to a reader: those of steps, with what is expected of them. */
function listTagged({ steps }: Runbook): readonly Fence[] {
  return steps.flatMap(({ fence, expectations }) => [
    fence,
    ...expectations.map((expectation) => expectation.fence),
  ]);
}
