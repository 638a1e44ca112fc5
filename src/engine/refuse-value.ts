import type { Step } from '../model/types.ts';
import { createMasker } from '../store/mask.ts';
import { refuseCapture } from './capture.ts';
import type { RunContext } from './context.ts';

/**
 * Why a text that a person gives cannot be the value of a variable that a step captures, completing
 * "it …": it is held to what would have been captured.
 */
export function refuseValue(
  { masker }: RunContext,
  { expectations, secret }: Step,
  name: string,
  value: string,
): string | undefined {
  // What a secret step captures is a secret by itself, whatever it holds.
  const fault = secret
    ? refuseCapture(name, value, createMasker([]))
    : refuseCapture(name, masker.text(value), masker);
  if (fault?.kind === 'capture') return fault.problem;
  const specs = expectations.flatMap(({ compiled }) => compiled.captures);
  return specs.find((spec) => spec.name === name)?.refuse(value);
}
