import { findBodyPosition, splitOffset } from '../document/body-position.ts';
import type { Problem } from '../document/problem.ts';
import type { StepDraft } from '../model/draft.ts';
import { SHELL_LANGUAGES } from '../model/languages.ts';
import { orderForRun } from '../model/run-order.ts';
import type { CheckContext, DocumentCheck } from './types.ts';

const NAME = /(\$\{?)?([A-Za-z_][A-Za-z0-9_]*)/g;

/** Shell steps that use a capture which only a later step sets. */
export const earlyCaptures: DocumentCheck = {
  rules: ['early-capture'],
  find(context) {
    const drafts = orderForRun(context.loaded.fences.flatMap(({ draft }) => draft ?? []));
    const captures = findCaptures(drafts);
    if (captures.size === 0) return { problems: [] };
    const problems: Problem[] = [];
    for (const [name, { draft, offset, length }] of findFirstUses(drafts, captures)) {
      problems.push(locate(context, draft, offset, length, name, captures.get(name)?.line ?? 0));
    }
    return { problems };
  },
};

interface Capture {
  /** Of the step that sets it, in the order of the run. */
  readonly index: number;
  /** Of the expectation, or of the step when its whole output is captured. */
  readonly line: number;
}

function findCaptures(drafts: readonly StepDraft[]): ReadonlyMap<string, Capture> {
  const captures = new Map<string, Capture>();
  for (const [index, { fence: block, attributes, expectations }] of drafts.entries()) {
    const whole = attributes.values.capture;
    if (whole !== undefined && !captures.has(whole))
      captures.set(whole, { index, line: block.line });
    for (const { fence, compiled } of expectations) {
      for (const { name } of compiled.captures) {
        if (!captures.has(name)) captures.set(name, { index, line: fence.line });
      }
    }
  }
  return captures;
}

interface Use {
  readonly draft: StepDraft;
  readonly offset: number;
  readonly length: number;
}

/** First uses that come too early; none of a name that the code gives a value of its own before. */
function findFirstUses(
  drafts: readonly StepDraft[],
  captures: ReadonlyMap<string, Capture>,
): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  const settled = new Set<string>();
  for (const [index, draft] of drafts.entries()) {
    const { fence, lang, attributes } = draft;
    if (!SHELL_LANGUAGES.includes(lang) || attributes.values.file !== undefined) continue;
    const here = new Map<string, Use>();
    for (const match of fence.body.matchAll(NAME)) {
      const [text, dollar, name = ''] = match;
      const capture = captures.get(name);
      if (capture === undefined || settled.has(name)) continue;
      // A bare word may be an assignment, whatever it is in.
      if (dollar === undefined || capture.index < index) settled.add(name);
      else if (!here.has(name) && !uses.has(name)) {
        here.set(name, { draft, offset: match.index, length: text.length });
      }
    }
    for (const [name, use] of here) if (!settled.has(name)) uses.set(name, use);
  }
  return uses;
}

function locate(
  { document }: CheckContext,
  { fence }: StepDraft,
  offset: number,
  length: number,
  name: string,
  line: number,
): Problem {
  const { bodyLine, index } = splitOffset(fence.body, offset);
  return {
    rule: 'early-capture',
    severity: 'warning',
    file: document.file,
    ...findBodyPosition(document, fence, bodyLine, index),
    length,
    message: `\`$${name}\` has no value here`,
    hint: `it is captured only later, on line ${line}`,
  };
}
