/** What the compiler knows of events. */
import { expectTypeOf } from 'vitest';
import type {
  FailureReason,
  RunEvent,
  RunEventOf,
  RunEventType,
  RunSummary,
  StepVerdict,
  StepView,
} from '../../../src/index.ts';

/** A `switch` over `type` knows which event it has. */
export function narrows(event: RunEvent): void {
  switch (event.type) {
    case 'run-start':
      expectTypeOf(event.steps).toEqualTypeOf<readonly StepView[]>();
      return;
    case 'step-end':
      expectTypeOf(event.verdict).toEqualTypeOf<StepVerdict>();
      // @ts-expect-error the end of a step has no summary
      event.summary;
      return;
    case 'run-end':
      expectTypeOf(event.summary).toEqualTypeOf<RunSummary>();
      return;
    // @ts-expect-error no event is called so
    case 'step-ends':
      return;
  }
}

/** One that has every type leaves nothing over. */
export function nameOf(event: RunEvent): string {
  switch (event.type) {
    case 'run-start':
    case 'stop-start':
    case 'run-end':
      return 'run';
    case 'step-start':
    case 'attempt-start':
    case 'attempt-failed':
    case 'attempt-passed':
    case 'step-output':
    case 'step-waiting':
    case 'step-end':
    case 'background-stopped':
    case 'background-died':
    case 'background-kept':
    case 'diagnosis':
    case 'diagnosed':
      return event.step;
    case 'rollback':
      return event.steps.join();
    case 'cleanup':
    case 'operator':
    case 'interrupted':
    case 'checklist':
    case 'notice':
      return event.time;
    default:
      expectTypeOf(event).toBeNever();
      return event;
  }
}

/** A verdict has a reason only where there is one, and each reason what it is about. */
export function reasonOf(verdict: StepVerdict): FailureReason | undefined {
  // @ts-expect-error a step that has passed has no reason
  verdict.reason;
  if (verdict.status !== 'failed') return undefined;
  if (verdict.reason.kind === 'timeout') expectTypeOf(verdict.reason.timeoutMs).toBeNumber();
  return verdict.reason;
}

/** Events are data of those who made them. */
export function keeps(event: RunEventOf<'notice'>): void {
  expectTypeOf<RunEventOf<'notice'>['type']>().toEqualTypeOf<'notice'>();
  expectTypeOf<RunEventType>().toEqualTypeOf<RunEvent['type']>();
  // @ts-expect-error it is read-only
  event.text = 'other';
}
