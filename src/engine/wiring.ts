import { resolve } from 'node:path';
import type { Step } from '../model/types.ts';
import type { StepScript } from '../session/step-script.ts';
import type { FileHost } from '../session/targets/types.ts';
import type { SessionStep } from '../session/types.ts';
import type { RunContext } from './context.ts';
import { readsApart } from './failure-context.ts';
import { policyFor } from './policy-for.ts';
import type { FailureReason } from './verdict.ts';

export type Wired =
  | { readonly ok: true; readonly wiring: SessionStep }
  | { readonly ok: false; readonly reason: FailureReason };

/** Fills in a step's surroundings, and makes sure that its folder and its stdin exist. */
export async function wireStep(
  context: RunContext,
  step: Step,
  script: StepScript,
): Promise<Wired> {
  const { values, session } = context;
  const { files } = session.target;
  const at = (path: string): string => resolve(session.cwd, values.fill(path));
  const cwd = step.cwd === undefined ? undefined : at(step.cwd);
  const stdin = step.stdin === undefined ? undefined : at(step.stdin);
  if (cwd !== undefined && !(await isKind(files, cwd, true))) return missing('cwd', cwd, 'folder');
  if (stdin !== undefined && !(await isKind(files, stdin, false)))
    return missing('stdin', stdin, 'file');
  const env = Object.entries(step.env).map(([name, value]) => [name, values.fill(value)] as const);
  return {
    ok: true,
    wiring: {
      script: script.path,
      merged: !readsApart(step) && policyFor(context, step)?.splits(step) !== true,
      env: Object.fromEntries(env),
      traps: script.traps,
      ...(script.passesErrors === true ? { passesErrors: true } : {}),
      ...(step.tty ? { terminal: { term: process.env['TERM'] } } : {}),
      ...(cwd === undefined ? {} : { cwd }),
      ...(stdin === undefined ? {} : { stdin }),
      // What a step removed must not stop the cleanup: it gets a directory that exists.
      ...(step.role === 'cleanup' ? { fallbackDirectory: context.plan.workdir } : {}),
    },
  };
}

/** Whether there is a folder, or something that is none. */
async function isKind(files: FileHost, path: string, folder: boolean): Promise<boolean> {
  const kind = await files.kind(path);
  return kind !== undefined && (kind === 'directory') === folder;
}

function missing(attribute: string, path: string, what: string): Wired {
  return {
    ok: false,
    reason: {
      kind: 'cannot-start',
      message: `\`${attribute}=\` names a ${what} that does not exist: ${path}`,
      hint: `create it in an earlier step, or correct \`${attribute}=\``,
    },
  };
}
