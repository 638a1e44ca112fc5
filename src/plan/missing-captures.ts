import { isAside } from '../model/roles.ts';
import type { Runbook, Step } from '../model/types.ts';
import { findCaptures, findReferences, readsVariable } from './references.ts';
import { UsageError } from './usage-error.ts';

/**
 * Refuses a selection in which a step needs what a left-out step would have captured.
 *
 * @throws {@link UsageError} with every such step.
 */
export function checkCaptures(
  runbook: Runbook,
  steps: readonly Step[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  const lost = leftOut(runbook, steps);
  if (lost.length === 0) return;
  const problems = findNeeds(runbook, steps, lost, env).map(
    ({ step, name, from }) =>
      `step \`${step.id}\` needs \`${name}\`, which step \`${from.id}\` captures`,
  );
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'), ['select the steps that capture them as well']);
  }
}

/** A capture that is not to be had. */
export interface LostCapture {
  readonly name: string;
  readonly from: Step;
}

/** The steps that need what is not to be had, each with the capture. */
export function findNeeds(
  runbook: Runbook,
  steps: readonly Step[],
  lost: readonly LostCapture[],
  env: Readonly<Record<string, string | undefined>>,
): readonly (LostCapture & { readonly step: Step })[] {
  const places = new Map(runbook.steps.map((step, index) => [step, index]));
  const place = (step: Step): number => places.get(step) ?? 0;
  const lostFrom = new Set(lost.map(({ from }) => from));
  return steps.flatMap((step, index) => {
    const before = steps.slice(0, index + 1).filter((other) => !lostFrom.has(other));
    const earlier = new Set(before.flatMap(findCaptures));
    return lost.flatMap(({ name, from }) => {
      const isEarlier = from !== step && place(from) <= place(step);
      if (!isEarlier || earlier.has(name) || !needs(step, name, env)) return [];
      return [{ step, name, from }];
    });
  });
}

function leftOut(runbook: Runbook, steps: readonly Step[]): LostCapture[] {
  const selected = new Set(steps);
  return runbook.steps
    .filter((other) => !isAside(other.role) && !selected.has(other))
    .flatMap((from) => findCaptures(from).map((name) => ({ name, from })));
}

function needs(
  step: Step,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return findReferences(step).has(name) || (env[name] === undefined && readsVariable(step, name));
}
