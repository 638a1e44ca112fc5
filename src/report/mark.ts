import type { StepVerdict } from '../engine/verdict.ts';
import type { Paint } from './paint.ts';

/** The sign in front of a step that has ended. */
export function markOf(verdict: StepVerdict, paint: Paint): string {
  switch (verdict.status) {
    case 'passed':
      return paint.green('✔');
    case 'failed':
      return paint.red('✗');
    case 'skipped':
      return paint.yellow('↓');
    case 'cancelled':
      return paint.yellow('■');
  }
}
