import type { Fence, MarkdownDocument } from '../document/types.ts';
import { createProblemLog } from '../model/problems.ts';
import { readTag } from '../model/tags.ts';
import type { Draft } from './draft.ts';

/** A fence of a document, and how ours is written in its place. */
export interface FoundFence {
  readonly fence: Fence;
  /** First word of its info string. */
  readonly lang: string;
  /** What follows that. */
  readonly rest: string;
  readonly body: readonly string[];
  /** Document line of the first line of the body. */
  readonly line: number;
  /** What stands before each line that takes its place. */
  readonly prefix: string;
}

/**
 * Writes a Markdown document anew, with other fences.
 *
 * @param from the first line that is taken, from 1
 * @param lower writes what takes the place of a fence; `false` when it stays as it is
 */
export function lowerFences(
  document: MarkdownDocument,
  from: number,
  draft: Draft,
  lower: (found: FoundFence) => boolean,
): void {
  const { lines } = document;
  let next = from;
  const copyTo = (end: number): void => {
    for (; next < end; next++) draft.text(lines[next - 1] ?? '', next);
  };
  for (const fence of document.fences) {
    copyTo(fence.line);
    const found = describe(fence, lines);
    const marker = /^[^`~]*/.exec(lines[fence.line - 1] ?? '')?.[0] ?? '';
    draft.open(/[^\s>]/.test(marker) ? marker : null);
    const isLowered = lower(found);
    draft.open(null);
    if (isLowered) next = fence.endLine + 1;
    else if (!isProse(fence, document.file)) {
      disarm(found, lines, draft);
      next++;
      copyTo(fence.endLine + 1);
    }
  }
  // The last one is what stands behind the last line's end.
  copyTo(lines.at(-1) === '' ? lines.length : lines.length + 1);
}

function describe(fence: Fence, lines: readonly string[]): FoundFence {
  const [, lang = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(fence.info) ?? [];
  const opening = lines[fence.line - 1] ?? '';
  const before = /^[^`~]*/.exec(opening)?.[0] ?? '';
  return {
    fence,
    lang,
    rest,
    body: fence.body === '' ? [] : fence.body.replace(/\n$/, '').split('\n'),
    line: fence.line + 1,
    // A list's own marker stands once; below it are blanks.
    prefix: before.replace(/[^\s>]/g, ' '),
  };
}

/** Whether a fence that means nothing to the other tool means nothing to us either. */
function isProse(fence: Fence, file: string): boolean {
  const { kind } = readTag(fence, createProblemLog(file));
  return kind === 'untagged' || kind === 'inert';
}

function disarm({ fence, lang, prefix }: FoundFence, lines: readonly string[], draft: Draft): void {
  const message = `\`${fence.info}\` would be a tag here, so the fence says \`no-check\``;
  draft.note(fence.line, message, prefix);
  const opening = lines[fence.line - 1] ?? '';
  const marker = /^[^`~]*(?:`+|~+)/.exec(opening)?.[0] ?? '```';
  draft.text(`${marker}${lang} no-check`, fence.line);
}
