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
  const problems = steps.flatMap((step, index) => {
    const earlier = new Set(steps.slice(0, index + 1).flatMap(findCaptures));
    return leftOut(runbook, step, steps).flatMap(({ name, from }) => {
      if (earlier.has(name) || !needs(step, name, env)) return [];
      return [`step \`${step.id}\` needs \`${name}\`, which step \`${from.id}\` captures`];
    });
  });
  if (problems.length > 0) {
    throw new UsageError(problems.join('\n'), ['select the steps that capture them as well']);
  }
}

interface LeftOutCapture {
  readonly name: string;
  readonly from: Step;
}

function leftOut(runbook: Runbook, step: Step, steps: readonly Step[]): LeftOutCapture[] {
  return runbook.steps
    .slice(0, runbook.steps.indexOf(step))
    .filter((other) => other.role !== 'cleanup' && !steps.includes(other))
    .flatMap((from) => findCaptures(from).map((name) => ({ name, from })));
}

function needs(
  step: Step,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return findReferences(step).has(name) || (env[name] === undefined && readsVariable(step, name));
}
