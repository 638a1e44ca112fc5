import { findBodyPosition } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { Fence, MarkdownDocument } from '../document/types.ts';
import { compileExpectation } from '../expect/registry.ts';
import type { HoleType } from '../expect/text/hole-types.ts';
import type { ExpectationSource } from '../expect/types.ts';
import type { Attachment, TaggedFence } from './attach.ts';
import type { StepDraft } from './draft.ts';
import { checkNeeds, checkStreams, checkTerminal } from './expectation-needs.ts';
import { maskExpectation } from './mask-expectation.ts';
import type { ProblemLog } from './problems.ts';
import type { Tag } from './tags.ts';
import type { RunbookConfig } from './types.ts';

const NAMED_HOLE = /<<([A-Za-z_][A-Za-z0-9_]*)/g;

type ExpectationTag = Extract<Tag, { kind: 'expectation' }>;

/**
 * Compiles every expectation that is more than prose and hands it to its step, then holds those of
 * one step against each other.
 *
 * @returns names that would have been captured by expectations that could not be compiled, or
 * whose step is not known
 */
export function compileExpectations(
  document: MarkdownDocument,
  fences: readonly TaggedFence[],
  attachments: ReadonlyMap<Fence, Attachment>,
  { types, mask }: RunbookConfig,
  log: ProblemLog,
): readonly string[] {
  const lost: string[] = [];
  for (const { fence, tag } of fences) {
    const attachment = attachments.get(fence);
    if (tag.kind !== 'expectation' || attachment === undefined || attachment.kind === 'prose') {
      continue;
    }
    const source = buildSource(document.file, fence, tag, types, log);
    if (source === null) continue;
    const result = compileExpectation(source);
    for (const problem of result.ok ? result.findings : result.problems) {
      log.push(relocate(problem, document, fence));
    }
    if (!result.ok || attachment.kind === 'refused') lost.push(...findNamedHoles(fence));
    if (attachment.kind === 'refused') continue;
    refuseOnFile(attachment.draft, fence, log);
    if (!result.ok) continue;
    // Of a secret step the real output is compared.
    const patterns = attachment.draft.attributes.values.secret ? [] : mask;
    const compiled = maskExpectation(source, result.expectation, patterns);
    const expectation = { fence, source, compiled };
    checkNeeds(document, attachment.draft, expectation, log);
    checkTerminal(attachment.draft, expectation, log);
    attachment.draft.expectations.push(expectation);
  }
  for (const { draft } of fences) if (draft) checkStreams(draft, log);
  return lost;
}

function findNamedHoles(fence: Fence): readonly string[] {
  return [...fence.body.matchAll(NAMED_HOLE)].map(([, name = '']) => name);
}

/** An expectation knows columns of its body only; a list or a quote around it comes before them. */
function relocate(problem: Problem, document: MarkdownDocument, fence: Fence): Problem {
  if (problem.line <= fence.line) return problem;
  const bodyLine = problem.line - fence.line - 1;
  const { fix, ...rest } = problem;
  const position = findBodyPosition(document, fence, bodyLine, problem.column - 1);
  const moved = { ...rest, ...position };
  if (fix === undefined) return moved;
  const start = position.column - 1;
  const text = document.lines[position.line - 1]?.slice(start, start + problem.length);
  // Where JSON has escapes the place is not exact, and only a whole hole can be put anew.
  return text?.startsWith('<<') && text.endsWith('>>') ? { ...moved, fix } : moved;
}

function buildSource(
  file: string,
  fence: Fence,
  { lang, expectation: kind, words }: ExpectationTag,
  types: ReadonlyMap<string, HoleType>,
  log: ProblemLog,
): ExpectationSource | null {
  const attributes = new Map<string, string | true>();
  for (const word of words) {
    if (word.fault !== undefined) {
      const message = `\`${word.name}\`: ${word.fault}`;
      log.errorIn(fence, word, { rule: 'bad-info-string', message });
      return null;
    }
    if (attributes.has(word.name)) {
      const message = `\`${word.name}\` is given twice`;
      const hint = 'keep one of them';
      log.errorIn(fence, word, { rule: 'duplicate-attribute', message, hint });
    }
    attributes.set(word.name, word.value);
  }
  attributes.delete('for');
  return { file, fence, kind, lang, attributes, types };
}

function refuseOnFile(draft: StepDraft, fence: Fence, log: ProblemLog): void {
  if (draft.attributes.values.file === undefined) return;
  const message = `\`${fence.info}\` checks a file block, which prints nothing`;
  const hint = 'let a step after it show the file, and check that one';
  log.errorIn(fence, null, { rule: 'expectation-conflict', message, hint });
}
