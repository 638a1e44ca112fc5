import type { StepStop } from '../engine/step-dialogue.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import type { ListChoice } from '../prompt/types.ts';

const SIGNS: Readonly<Record<StepVerdict['status'], string>> = {
  passed: '✔',
  failed: '✗',
  skipped: '↓',
  cancelled: '■',
};

/** The steps of the run to choose from, each with what became of it and where it stands. */
export function listSteps({ steps, verdicts, planned }: StepStop): ListChoice[] {
  return steps
    .filter(({ step }) => step.role !== 'require')
    .map(({ step }) => {
      const verdict = verdicts.get(step.id);
      const sign = verdict === undefined ? '·' : SIGNS[verdict.status];
      const section = step.heading === null ? '' : `  ${step.heading.text}`;
      const here = step.id === planned.step.id ? '  (here)' : '';
      return { value: step.id, label: `${sign} ${step.id}${section}${here}` };
    });
}

/** The step that comes before another one in the run; prerequisites are none to go back to. */
export function findPrevious({ steps, planned }: StepStop): string | undefined {
  const at = steps.findIndex(({ step }) => step.id === planned.step.id);
  return steps.slice(0, Math.max(0, at)).findLast(({ step }) => step.role !== 'require')?.step.id;
}
