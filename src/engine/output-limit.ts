import type { Step } from '../model/types.ts';
import type { RunContext } from './context.ts';
import type { FailureReason } from './verdict.ts';

type LimitReached = Extract<FailureReason, { kind: 'output-limit' }>;

/** What a secret step may print, in bytes, since it is kept in memory. */
const SECRET_LIMIT = 1024 ** 2;

/** What one attempt of a step may print, in bytes: more ends it, so that it cannot fill the disk. */
export function outputLimit({ plan }: RunContext, { secret }: Step): number {
  const { maxOutputBytes } = plan.runbook.config;
  return secret ? Math.min(SECRET_LIMIT, maxOutputBytes) : maxOutputBytes;
}

/** The failure of a step that printed more than it may. */
export function limitReached(context: RunContext, step: Step): LimitReached {
  const limitBytes = outputLimit(context, step);
  const isOwn = limitBytes < context.plan.runbook.config.maxOutputBytes;
  return { kind: 'output-limit', limitBytes, ...(isOwn ? { secret: true } : {}) };
}
