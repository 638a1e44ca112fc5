import type { Step } from '../model/types.ts';
import { findCaptures } from '../plan/references.ts';
import type { Asker } from '../prompt/types.ts';

/** A step with what it captures held to the same as when it runs. */
export interface ValuedStep {
  readonly step: Step;
  /** Why a value cannot be that of a variable, completing "it …". */
  readonly refuseValue: (name: string, value: string) => string | undefined;
}

/**
 * Asks for what a step would have captured: what later steps read has to come from somewhere.
 *
 * @returns the values by name; `null` for Ctrl-C
 */
export async function askValues(
  { step, refuseValue }: ValuedStep,
  asker: Asker,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | null> {
  const values = new Map<string, string>();
  for (const name of new Set(findCaptures(step))) {
    const question = `Value of \`${name}\``;
    const validate = (text: string): string | undefined => {
      const fault = refuseValue(name, text);
      return fault === undefined ? undefined : `it ${fault}`;
    };
    const value = await (step.secret
      ? asker.secret(question, { validate }, signal)
      : asker.text(question, { validate }, signal));
    if (value === null) return null;
    values.set(name, value);
  }
  return values;
}
