import { findBodyPosition } from '../document/body-position.ts';
import type { MarkdownDocument } from '../document/types.ts';
import type { CaptureSpec } from '../expect/types.ts';
import type { StepDraft } from './draft.ts';
import { findOwner } from './names.ts';
import type { Complaint, ProblemLog } from './problems.ts';
import type { Expectation, RunbookConfig } from './types.ts';

/** A capture with the step whose expectation defines it. */
export interface DefinedCapture extends CaptureSpec {
  readonly draft: StepDraft;
}

/**
 * Gathers the captures of all steps by name, and logs names that are taken: by another capture, by
 * a param, or by a variable of the shell or the system.
 *
 * @param drafts in the order in which they run
 */
export function defineCaptures(
  document: MarkdownDocument,
  drafts: readonly StepDraft[],
  config: RunbookConfig,
  log: ProblemLog,
): ReadonlyMap<string, DefinedCapture> {
  const params = new Map(
    config.params.flatMap(({ name, env }) => [
      [name, name],
      [env, name],
    ]),
  );
  const defined = new Map<string, DefinedCapture>();
  for (const draft of drafts) {
    for (const capture of draft.expectations.flatMap((one) => locateCaptures(document, one))) {
      const complaint = refuseCapture(capture, draft, defined.get(capture.name), params, config);
      if (complaint === undefined) defined.set(capture.name, { ...capture, draft });
      else log.errorAt(capture, capture.name.length, complaint);
    }
  }
  return defined;
}

function locateCaptures(
  document: MarkdownDocument,
  { fence, compiled }: Expectation,
): readonly CaptureSpec[] {
  return compiled.captures.map(({ name, line, column }) => {
    const bodyLine = line - fence.line - 1;
    return { name, ...findBodyPosition(document, fence, bodyLine, column - 1) };
  });
}

function refuseCapture(
  { name }: CaptureSpec,
  draft: StepDraft,
  earlier: DefinedCapture | undefined,
  params: ReadonlyMap<string, string>,
  config: RunbookConfig,
): Complaint | undefined {
  if (earlier !== undefined) {
    const message = `\`${name}\` is captured twice, first on line ${earlier.line}`;
    const hint =
      earlier.draft === draft
        ? `write \`<<${name}>>\` without a type to say that it is the same`
        : `capture it by another name, or write \`<<${name}>>\` to say that it is the same`;
    return { rule: 'duplicate-capture', message, hint };
  }
  const hint = 'capture it by another name';
  const param = params.get(name);
  if (param !== undefined) {
    const message = `the capture \`${name}\` collides with param \`${param}\``;
    return { rule: 'name-collision', message, hint };
  }
  if (Object.hasOwn(config.env, name)) {
    const message = `the capture \`${name}\` collides with \`env.${name}\` of the front matter`;
    return { rule: 'name-collision', message, hint };
  }
  const owner = findOwner(name);
  if (owner === undefined) return undefined;
  return {
    rule: 'name-collision',
    message: `a capture cannot be called \`${name}\`, which belongs to ${owner}`,
    hint,
  };
}
