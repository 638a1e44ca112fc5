import { findBodyPosition } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { Fence } from '../document/types.ts';
import { checkSyntax, hasKnownSyntax } from '../model/file-syntax.ts';
import type { DocumentCheck } from './types.ts';

/** An excerpt, a template or a text with placeholders need not parse. */
const SAMPLE = /\.\.\.|…|\{\{|\{%|<[A-Za-z][\w -]*>/;

/** Untagged fences of data that do not parse. */
export const dataSyntax: DocumentCheck = {
  rules: ['data-syntax'],
  find({ document, loaded: { fences } }) {
    const problems: Problem[] = [];
    const parsed: Fence[] = [];
    for (const { fence, tag } of fences) {
      if (tag.kind !== 'untagged' || !hasKnownSyntax(tag.lang)) continue;
      const fault = checkSyntax(tag.lang, fence.body);
      if (fault === undefined) parsed.push(fence);
      else if (!SAMPLE.test(fence.body)) {
        problems.push({
          rule: 'data-syntax',
          severity: 'warning',
          file: document.file,
          ...findBodyPosition(document, fence, fault.bodyLine, fault.index),
          length: 0,
          message: `this fence is no valid ${fault.syntax}: ${fault.reason}`,
          hint: 'mend it, or say `no-check` if it is not meant to be whole',
        });
      }
    }
    return { problems, parsed };
  },
};
