import { arch, hostname, platform, release } from 'node:os';
import type { Runbook } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { MASK, type Masker } from '../store/mask.ts';
import type { StepView } from './events.ts';
import type { HostView } from './run-setup.ts';
import { viewStep } from './step-view.ts';

/** The document as its readers may see it, line for line. */
export function viewDocument(
  { document, steps }: Pick<Runbook, 'document' | 'steps'>,
  masker: Pick<Masker, 'text'>,
): { readonly text?: string } {
  const lines = [...document.lines];
  for (const { secret, file, fence } of steps) {
    if (!secret || file === undefined) continue;
    const end = fence.body === '' ? fence.line : fence.line + fence.body.split('\n').length - 1;
    lines.fill(MASK, fence.line, end);
  }
  const text = masker.text(lines.join('\n'));
  // A secret of several lines is one mark; every number of a line after it would be wrong.
  return text.split('\n').length === lines.length ? { text } : {};
}

/** Steps of the document that are not in a plan. */
export function viewUnselected(
  { steps }: Pick<Runbook, 'steps'>,
  planned: readonly PlannedStep[],
): { readonly unselected?: readonly StepView[] } {
  const ids = new Set(planned.map(({ step }) => step.id));
  const left = steps.filter(({ id }) => !ids.has(id)).map(viewStep);
  return left.length === 0 ? {} : { unselected: left };
}

/** The host that this process is on. */
export function describeHost(): HostView {
  return {
    name: hostname(),
    system: `${platform()} ${release()}`,
    arch: arch(),
    node: process.version,
  };
}
