import type { RunContext } from './context.ts';
import type { Progress } from './lifecycle.ts';
import { leaveRun } from './people.ts';
import type { StepDialogue } from './step-dialogue.ts';
import { runStep } from './step-runner.ts';
import { stopRun } from './stop.ts';

/** Looks at all prerequisites, and again when the person has seen to what is missing. */
export async function meetRequirements(
  context: RunContext,
  progress: Progress,
  dialogue: StepDialogue,
): Promise<boolean> {
  const required = context.plan.steps.filter(({ step }) => step.role === 'require');
  if (required.length === 0) return true;
  let open = required;
  for (;;) {
    dialogue.announceRequired(open, context.plan.runbook);
    for (const planned of open) {
      const verdict = await runStep(context, planned, context.plan.steps.indexOf(planned) + 1);
      progress.verdicts.set(planned.step.id, verdict);
      if (context.stop.signal.aborted) return false;
    }
    open = required.filter(({ step }) => progress.verdicts.get(step.id)?.status === 'failed');
    if (open.length === 0) return true;
    const answer = await dialogue.required(open, context.stop.signal);
    if (context.stop.signal.aborted) return false;
    if (answer === 'again') continue;
    const [first] = open;
    if (answer === 'interrupt' || first === undefined)
      stopRun(context, { kind: 'signal', signal: 'SIGINT' });
    else leaveRun(context, first.step);
    return false;
  }
}
