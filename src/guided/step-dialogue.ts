import type { FailureChoice, StepChoice, StepDialogue, StepStop } from '../engine/step-dialogue.ts';
import type { Step } from '../model/types.ts';
import { editText } from '../prompt/edit-text.ts';
import type { KeyChoice } from '../prompt/types.ts';
import { confirmRollback, markDone, nameState } from './after-failure.ts';
import { askReason } from './ask-reason.ts';
import { describeKeys, FAILURE_KEYS, NO, STEP_KEYS, YES } from './keys.ts';
import { findPrevious, listSteps } from './outline.ts';
import { describeCard } from './step-card.ts';
import { describeProse } from './step-prose.ts';
import { type Again, type StepView, say } from './step-view.ts';
import { viewStep } from './view-step.ts';

/** The person at the terminal, who goes through the steps. */
export function createStepDialogue(view: StepView): StepDialogue {
  const { write, asker } = view;
  const show = (lines: readonly string[]): void => write(`${lines.join('\n')}\n`);
  let last: Step | undefined;
  const edit = openEditor(view);
  const announced = new Set<string>();
  const showCard = (stop: StepStop): void => {
    const { width, paint, plain } = view;
    const { step } = stop.planned;
    // It stands just above when a block comes back from the editor, or the person from a shell.
    const prose = step.fence !== last?.fence;
    last = step;
    show(['', ...describeCard(stop, { width: width(), paint, plain, prose })]);
  };
  const ask = async <Choice extends FailureChoice>(
    stop: StepStop,
    choices: readonly KeyChoice[],
    signal: AbortSignal,
    act: (key: string) => Promise<Choice | Again>,
  ): Promise<Choice | { readonly kind: 'interrupt' | 'none' }> => {
    if (stop.trouble !== undefined)
      show([view.paint.red('the block cannot be so:'), ...stop.trouble.map((line) => `  ${line}`)]);
    for (;;) {
      // What the person is in the middle of goes on: only the keys are withdrawn.
      const key = await asker.key('?', choices, AbortSignal.any([signal, stop.overtaken]));
      if (key === null) {
        const isOvertaken = stop.overtaken.aborted && !signal.aborted;
        return { kind: isOvertaken ? 'none' : 'interrupt' };
      }
      if (key === '?') show(describeKeys(choices, view.width()));
      else {
        const answer = await act(key);
        if (answer.kind !== 'again') return answer as Choice;
      }
      if (signal.aborted) return { kind: 'interrupt' };
    }
  };
  return {
    before(stop, signal) {
      showCard(stop);
      return ask<StepChoice>(stop, STEP_KEYS, signal, async (key) => {
        if (key === 'r') return { kind: 'run' };
        if (key === 'A') return { kind: 'all' };
        if (key === 'm') return { kind: 'manual' };
        return key === 'e' ? edit(stop, signal) : actAnywhere(key, stop, view, signal);
      });
    },
    failed(stop, verdict, signal) {
      return ask<FailureChoice>(stop, FAILURE_KEYS, signal, async (key) => {
        if (key === 'r') return { kind: 'run' };
        if (key === '!') return openShell(nameState(stop, verdict), view);
        if (key === 'i') {
          const why = await askReason(asker, 'Why can it be ignored?', signal);
          return why === null ? { kind: 'again' } : { kind: 'ignore', why };
        }
        if (key === 'm') return markDone(stop, asker, signal);
        if (key === 'R') return confirmRollback(stop, view, signal);
        if (key === 'd') {
          if (stop.planned.step.onFail !== undefined) return { kind: 'diagnose' };
          say(view, 'the step names no section for its failure (`on-fail=`)');
          return { kind: 'again' };
        }
        return key === 'e' ? edit(stop, signal) : actAnywhere(key, stop, view, signal);
      });
    },
    announceRequired(steps, runbook) {
      const { paint, width } = view;
      for (const { step } of steps) {
        if (announced.has(step.id)) continue;
        announced.add(step.id);
        const prose = describeProse(runbook, step, { paint, width: width() });
        if (prose.length > 0) show(['', ...prose]);
      }
      const what = steps.length === 1 ? 'prerequisite is' : 'prerequisites are';
      show(['', view.paint.bold(`${steps.length} ${what} looked at first`)]);
    },
    async required(_failed, signal) {
      const key = await asker.key(
        'Prerequisites are missing.',
        [
          { key: 'r', label: '[r]etry' },
          { key: 'q', label: '[q]uit' },
        ],
        signal,
      );
      return key === null ? 'interrupt' : key === 'r' ? 'again' : 'quit';
    },
    async cleanup(steps, signal) {
      const names = steps.map(({ step }) => step.id).join(', ');
      const key = await asker.key(
        `Clean up now? (${names})`,
        [YES, { ...NO, label: '[n]o, later' }],
        signal,
      );
      return key === null ? null : key === 'y';
    },
    async takeBack(signal) {
      const key = await asker.key('Take over its directory and exports?', [YES, NO], signal);
      return key === 'y';
    },
  };
}

/** Opens a block in an editor; one that could not be so, as it was left there. */
function openEditor(
  view: StepView,
): (stop: StepStop, signal: AbortSignal) => Promise<(FailureChoice & StepChoice) | Again> {
  let left: { readonly step: Step; readonly text: string } | undefined;
  return async ({ planned: { step } }, signal) => {
    const { code, lang, id } = step;
    const text = left?.step === step ? left.text : code;
    const edited = await editText(text, `${id}.${extensionOf(lang)}`, signal);
    if (edited.ok) {
      // Where it is taken, the step is another one from then on.
      left = { step, text: edited.text };
      return { kind: 'edit', code: edited.text };
    }
    if (!signal.aborted) say(view, `${view.paint.red('✗')} ${edited.why}`);
    return { kind: 'again' };
  };
}

/** The keys that mean the same before a step and after a failure. */
async function actAnywhere(
  key: string,
  stop: StepStop,
  view: StepView,
  signal: AbortSignal,
): Promise<StepChoice | Again> {
  const { asker, write } = view;
  switch (key) {
    case 's': {
      const { ended } = stop;
      if (ended?.verdict.status === 'passed' && !ended.died) {
        say(view, 'it has passed, and stays so; j goes to another step, A on with the rest');
        return { kind: 'again' };
      }
      const why = await askReason(asker, 'Why is it left out?', signal);
      return why === null ? { kind: 'again' } : { kind: 'skip', why };
    }
    case 'b': {
      const to = findPrevious(stop);
      if (to !== undefined) return { kind: 'go', to };
      write('this is the first step\n');
      return { kind: 'again' };
    }
    case 'j': {
      const to = await asker.choose('Go to', listSteps(stop), signal);
      return to === null ? { kind: 'again' } : { kind: 'go', to };
    }
    case 'v':
      await viewStep(stop, view, signal);
      return { kind: 'again' };
    case '!':
      return openShell('in the state of the run', view);
    case 'q': {
      const why = await asker.text('Why, if you want to say', {}, signal);
      if (why === null) return { kind: 'again' };
      return why.trim() === '' ? { kind: 'quit' } : { kind: 'quit', why: why.trim() };
    }
    default:
      return { kind: 'again' };
  }
}

function openShell(state: string, view: StepView): StepChoice {
  say(view, `a shell ${state}; \`exit\` comes back`);
  return { kind: 'shell' };
}

function extensionOf(lang: string): string {
  return /^(?:sh|bash|shell)$/.test(lang) ? 'sh' : lang;
}
