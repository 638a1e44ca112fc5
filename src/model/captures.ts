import { findBodyPosition } from '../document/body-position.ts';
import type { MarkdownDocument } from '../document/types.ts';
import type { CaptureSpec } from '../expect/types.ts';
import type { StepDraft } from './draft.ts';
import { findOwner } from './names.ts';
import type { Complaint, ProblemLog } from './problems.ts';
import { findWord } from './read-attributes.ts';
import type { Expectation, RunbookConfig } from './types.ts';

type CapturePlace = Pick<CaptureSpec, 'name' | 'line' | 'column'>;

/** A capture with the step that defines it. */
export interface DefinedCapture extends CapturePlace {
  readonly draft: StepDraft;
  /** By a hole of an expectation, or by the attribute `capture=`. */
  readonly by: 'hole' | 'attribute';
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
    for (const capture of listCaptures(document, draft)) {
      const complaint = refuseCapture(capture, defined.get(capture.name), params, config);
      if (complaint === undefined) defined.set(capture.name, capture);
      else log.errorAt(capture, capture.name.length, complaint);
    }
  }
  return defined;
}

function listCaptures(document: MarkdownDocument, draft: StepDraft): readonly DefinedCapture[] {
  const holes = draft.expectations
    .flatMap((expectation) => locateCaptures(document, expectation))
    .map((capture) => ({ ...capture, draft, by: 'hole' as const }));
  const { capture: name } = draft.attributes.values;
  const word = findWord(draft.attributes, 'capture');
  if (name === undefined || word === null) return holes;
  const { line, column } = draft.fence.position;
  return [...holes, { name, line, column: column + word.valueOffset, draft, by: 'attribute' }];
}

function locateCaptures(
  document: MarkdownDocument,
  { fence, compiled }: Expectation,
): readonly CapturePlace[] {
  return compiled.captures.map(({ name, line, column }) => {
    const bodyLine = line - fence.line - 1;
    return { name, ...findBodyPosition(document, fence, bodyLine, column - 1) };
  });
}

function refuseCapture(
  { name, draft, by }: DefinedCapture,
  earlier: DefinedCapture | undefined,
  params: ReadonlyMap<string, string>,
  config: RunbookConfig,
): Complaint | undefined {
  if (earlier !== undefined) {
    const message = `\`${name}\` is captured twice, first on line ${earlier.line}`;
    const hint =
      by === 'attribute'
        ? 'capture it by another name'
        : earlier.draft === draft && earlier.by === 'hole'
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
