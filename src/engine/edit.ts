import { loadLibrary } from '../libraries/load.ts';
import { editStep } from '../model/edit-step.ts';
import { SHELL_LANGUAGES } from '../model/languages.ts';
import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { now, type RunContext } from './context.ts';

/** A step as it runs from now on, or why the block cannot be so, as lines. */
type AppliedEdit =
  | { readonly ok: true; readonly step: Step }
  | { readonly ok: false; readonly trouble: readonly string[] };

/**
 * Puts other code into a step of this run, and the difference on record. The document stays as it
 * is.
 */
export async function applyEdit(
  context: RunContext,
  { step }: PlannedStep,
  code: string,
): Promise<AppliedEdit> {
  const { plan, options } = context;
  const edited = editStep(plan.runbook, step, code);
  if (!edited.ok) {
    const lines = edited.problems.map(({ line, message, hint }) =>
      hint === undefined ? `line ${line}: ${message}` : `line ${line}: ${message} (${hint})`,
    );
    return {
      ok: false,
      trouble: lines.length > 0 ? lines : ['the block would not end where it does'],
    };
  }
  if (edited.step.code === step.code) return edited;
  const trouble = await findShellFault(context, edited.step);
  if (trouble !== undefined) return { ok: false, trouble: [trouble] };
  const { createTwoFilesPatch } = loadLibrary('diff');
  const [before, after] = [step.code, edited.step.code].map((text) => context.masker.text(text));
  const patch = createTwoFilesPatch(
    step.id,
    step.id,
    before ?? '',
    after ?? '',
    'document',
    'edited',
  );
  // Without the lines that stand above the patch of a file.
  const diff = patch.slice(patch.indexOf('--- '));
  const who = options.operator?.who ?? '';
  const shown = step.secret && step.file !== undefined ? {} : { diff };
  context.emit({ type: 'operator', time: now(), who, action: 'edit', step: step.id, ...shown });
  return edited;
}

/** What keeps bash from reading the block at all. */
async function findShellFault({ plan }: RunContext, step: Step): Promise<string | undefined> {
  if (!SHELL_LANGUAGES.includes(step.lang) || step.file !== undefined) return undefined;
  const [{ parseScripts }, { withPrivateFolder }] = await Promise.all([
    import('../check/parse-scripts.ts'),
    import('../check/private-folder.ts'),
  ]);
  // To read a block takes any bash; that of another host is not here.
  const bash = plan.request.target === undefined ? plan.shell : 'bash';
  const faults = await withPrivateFolder((folder) =>
    // A step before it can have set that, and hardly any other script is read otherwise with it.
    parseScripts([step.code], { bash, extglob: true, folder }),
  );
  const fault = faults.get(0);
  return fault?.severity !== 'error'
    ? undefined
    : `line ${fault.line} of the block: ${fault.message}`;
}
