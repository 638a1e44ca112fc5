import type { EditView } from '../engine/resume-view.ts';
import { loadLibrary } from '../libraries/load.ts';
import { editStep } from '../model/edit-step.ts';
import type { Step } from '../model/types.ts';
import type { Plan } from '../plan/types.ts';
import { MASK } from '../store/mask.ts';
import type { RunStory } from './run-story.ts';

/** What is left of the changes of blocks when a run goes on. */
export interface KeptEdits {
  /** The steps as they run now, by id. */
  readonly edited: ReadonlyMap<string, Step>;
  readonly views: readonly EditView[];
}

/**
 * Takes over the blocks that a person has changed from the record, which has how they differ from the
 * document's.
 *
 * @param runs - whether a step will run
 * @param isSame - whether its block in the document is that of before
 */
export function keepEdits(
  { edits }: RunStory,
  { runbook, steps }: Plan,
  runs: (step: Step) => boolean,
  isSame: (step: Step) => boolean,
): KeptEdits {
  const edited = new Map<string, Step>();
  const views: EditView[] = [];
  for (const { step } of steps) {
    const edit = edits.get(step.id);
    if (edit === undefined || !runs(step)) continue;
    const { who, diff } = edit;
    const code = isSame(step)
      ? applyDiff(step, diff)
      : { lost: 'its block in the document is another one now' };
    const kept = typeof code === 'string' ? editStep(runbook, step, code) : undefined;
    if (kept?.ok === true) edited.set(step.id, kept.step);
    const lost = typeof code === 'string' ? 'it does not fit in any more' : code.lost;
    views.push({ step: step.id, who, ...(kept?.ok === true ? {} : { lost }) });
  }
  return { edited, views };
}

/** The code of a changed block, or why it is not known. */
function applyDiff({ code }: Step, diff: string | undefined): string | { readonly lost: string } {
  if (diff === undefined || diff.includes(MASK))
    return { lost: 'a secret was in it, so it was not stored' };
  const text = loadLibrary('diff').applyPatch(code, diff);
  return text === false ? { lost: 'the record of it cannot be read' } : text;
}
