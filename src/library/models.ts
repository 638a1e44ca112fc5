import type { Runbook as RunbookModel } from '../model/types.ts';
import type { Plan as PlanModel } from '../plan/types.ts';
import type { Plan, Runbook } from './types.ts';

/** A runbook as the engine knows it, with the folder that its path is relative to. */
export interface PlacedModel {
  readonly model: RunbookModel;
  readonly cwd: string;
}

/** What stands behind the views that callers hold. It is theirs as long as the view is, and out of their reach. */
const runbooks = new WeakMap<object, PlacedModel>();
const plans = new WeakMap<object, PlanModel>();

/** Remembers what a runbook was made of; gives it back. */
export function keepRunbook(view: Runbook, placed: PlacedModel): Runbook {
  runbooks.set(view, placed);
  return view;
}

/** What `parse` has made a runbook of; nothing of any other value. */
export function findRunbook(value: unknown): PlacedModel | undefined {
  return typeof value === 'object' && value !== null ? runbooks.get(value) : undefined;
}

/** Remembers what a plan was made of; gives it back. */
export function keepPlan(view: Plan, model: PlanModel): Plan {
  plans.set(view, model);
  return view;
}

/** What `plan` has made a plan of; nothing of any other value. */
export function findPlan(value: unknown): PlanModel | undefined {
  return typeof value === 'object' && value !== null ? plans.get(value) : undefined;
}
