import { findBodyPosition, splitOffset } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { StepDraft } from '../model/draft.ts';
import { SHELL_LANGUAGES } from '../model/languages.ts';
import { orderForRun } from '../model/run-order.ts';
import type { CheckContext, DocumentCheck } from './types.ts';

/** Shell steps that use a capture which only a later step sets. */
export const earlyCaptures: DocumentCheck = {
  rules: ['early-capture'],
  find(context) {
    const drafts = orderForRun(context.loaded.fences.flatMap(({ draft }) => draft ?? []));
    const problems = drafts.flatMap((draft, index) =>
      draft.expectations
        .flatMap(({ fence, compiled }) =>
          compiled.captures.map(({ name }) => ({ name, line: fence.line })),
        )
        .flatMap((capture) => findUse(context, drafts.slice(0, index + 1), capture)),
    );
    return { problems };
  },
};

/** The first use of the variable, unless the code gives it a value of its own. */
function findUse(
  { document }: CheckContext,
  drafts: readonly StepDraft[],
  { name, line }: { readonly name: string; readonly line: number },
): Problem[] {
  const use = new RegExp(`\\$(?:${name}\\b|\\{${name}\\b)`);
  const ownValue = new RegExp(`(?<![$\\w{])${name}\\b`);
  for (const { fence, lang, attributes } of drafts) {
    if (!SHELL_LANGUAGES.includes(lang) || attributes.values.file !== undefined) continue;
    if (ownValue.test(fence.body)) return [];
    const match = use.exec(fence.body);
    if (match === null) continue;
    const { bodyLine, index } = splitOffset(fence.body, match.index);
    return [
      {
        rule: 'early-capture',
        severity: 'warning',
        file: document.file,
        ...findBodyPosition(document, fence, bodyLine, index),
        length: match[0].length,
        message: `\`$${name}\` has no value here`,
        hint: `it is captured only later, on line ${line}`,
      },
    ];
  }
  return [];
}
