import { loadLibrary } from '../libraries/load.ts';
import { editStep } from '../model/edit-step.ts';
import { SHELL_LANGUAGES } from '../model/languages.ts';
import type { Step } from '../model/types.ts';
import type { PlannedStep } from '../plan/types.ts';
import { now, type RunContext } from './context.ts';

/** A step as it runs from now on, or why the block cannot be so, as lines. */
type AppliedEdit =
  | { readonly ok: true; readonly planned: PlannedStep }
  | { readonly ok: false; readonly trouble: readonly string[] };

/**
 * Puts other code into a step of this run, and on record how it differs from the document's, which
 * stays as it is.
 */
export async function applyEdit(
  context: RunContext,
  planned: PlannedStep,
  code: string,
): Promise<AppliedEdit> {
  const { step } = planned;
  const edited = editStep(context.plan.runbook, step, code);
  if (!edited.ok) {
    const lines = edited.problems.map(({ line, message, hint }) =>
      hint === undefined ? `line ${line}: ${message}` : `line ${line}: ${message} (${hint})`,
    );
    return {
      ok: false,
      trouble: lines.length > 0 ? lines : ['the block would not end where it does'],
    };
  }
  if (edited.step.code === step.code) return { ok: true, planned };
  const trouble = await findShellFault(context, edited.step);
  if (trouble !== undefined) return { ok: false, trouble: [trouble] };
  const own = context.plan.steps.find((one) => one.step.id === step.id);
  const isOwn = own?.step.code === edited.step.code;
  const change = isOwn ? { restored: true as const } : describeChange(context, own, edited.step);
  const who = context.options.operator?.who ?? '';
  context.emit({ type: 'operator', time: now(), who, action: 'edit', step: step.id, ...change });
  if (isOwn) return { ok: true, planned: own };
  return { ok: true, planned: { ...planned, step: edited.step, edited: true } };
}

/** The difference as it may be on record: nothing of a file that is secret. */
function describeChange(
  { masker }: RunContext,
  own: PlannedStep | undefined,
  { id, code, secret, file }: Step,
): { diff?: string } {
  if (secret && file !== undefined) return {};
  const { createTwoFilesPatch } = loadLibrary('diff');
  const [before = '', after = ''] = [own?.step.code ?? '', code].map(masker.text);
  const patch = createTwoFilesPatch(id, id, before, after, 'document', 'edited');
  // Without the lines that stand above the patch of a file.
  return { diff: patch.slice(patch.indexOf('--- ')) };
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
