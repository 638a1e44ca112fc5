import { parseMarkdown } from '../document/parse.ts';
import type { Problem } from '../document/problem.ts';
import { loadRunbook } from './load.ts';
import type { Runbook, Step } from './types.ts';

/** A step with another code, or what keeps it from being one. */
export type EditedStep =
  | { readonly ok: true; readonly step: Step }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Puts other code into a step, held against the same rules as the document: its expectations, and
 * everything else in the document, stay as they are.
 */
export function editStep({ document }: Runbook, step: Step, code: string): EditedStep {
  const { fence } = step;
  const lines = document.lines;
  const opening = lines[fence.line - 1] ?? '';
  // What stands before the fence's marker, such as the indent of a list, stands before its lines.
  const indent = /^[ \t>]*/.exec(opening)?.[0] ?? '';
  const body = code.replace(/\n$/, '');
  const edited = [
    ...lines.slice(0, fence.line),
    ...(code === ''
      ? []
      : body.split('\n').map((line) => (line === '' ? indent.trimEnd() : indent + line))),
    ...lines.slice(fence.endLine - 1),
  ].join('\n');
  const { runbook, problems } = loadRunbook(parseMarkdown(edited, document.file));
  const found = runbook?.steps.find(({ id }) => id === step.id);
  const isWhole =
    runbook !== null && found?.fence.line === fence.line && found.code.trimEnd() === code.trimEnd();
  if (!isWhole) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    return { ok: false, problems: errors };
  }
  // The lines below have moved, and the person looks at the document as it is.
  const { expectations, heading } = step;
  return { ok: true, step: { ...found, fence, expectations, heading } };
}
