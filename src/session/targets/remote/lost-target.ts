import { EngineError } from '../../../engine/engine-error.ts';
import type { Reach } from './reach.ts';

/** The host that a run acts on does not answer any more. */
export async function describeLoss(reach: Reach): Promise<EngineError> {
  const { why, hint } = await reach.explainLoss();
  return new EngineError('target', `the connection to ${reach.name} was lost: ${why}`, { hint });
}
