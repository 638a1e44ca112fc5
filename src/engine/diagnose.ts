import type { Heading } from '../document/types.ts';
import { isInSection } from '../model/in-section.ts';
import type { Runbook, Step } from '../model/types.ts';
import { now, type RunContext } from './context.ts';
import { runStep } from './step-runner.ts';

/**
 * Shows the section that is for the failure of a step, and runs its `diagnose` steps, each in the
 * state in which the step has failed. They change nothing: neither that state, nor any verdict.
 *
 * @returns the ids of those that failed: the likely causes
 */
export async function diagnose(context: RunContext, step: Step): Promise<readonly string[]> {
  const { plan, session } = context;
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
    text: readSection(plan.runbook, heading),
    steps: steps.map((other) => other.step.id),
  });
  const causes: string[] = [];
  const before = session.snapshot;
  for (const planned of steps) {
    if (context.stop.signal.aborted) break;
    const index = plan.steps.length + plan.cleanup.length + plan.diagnose.indexOf(planned) + 1;
    const verdict = await runStep(context, planned, index);
    if (verdict.status === 'failed') causes.push(planned.step.id);
    await session.rollback(before);
  }
  context.emit({ type: 'diagnosed', time: now(), step: step.id, causes });
  return causes;
}

/** What a section says, subsections included, without what runs: other fences are there to be read. */
function readSection({ document, steps }: Runbook, heading: Heading): string {
  const { lines, headings, fences } = document;
  const next = headings.find(({ line, level }) => line > heading.line && level <= heading.level);
  const end = next === undefined ? lines.length : next.line - 1;
  const text = lines.slice(heading.line, end);
  const tagged = new Set(
    steps.flatMap((step) => [step.fence.line, ...step.expectations.map(({ fence }) => fence.line)]),
  );
  for (const { line, endLine } of fences) {
    if (line <= heading.line || line > end || !tagged.has(line)) continue;
    for (let at = line; at <= Math.min(endLine, end); at++) text[at - heading.line - 1] = '';
  }
  return text
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
