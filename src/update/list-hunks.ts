import type { MarkdownDocument } from '../document/types.ts';
import { describeMismatch } from '../report/mismatch-text.ts';
import { PLAIN } from '../report/paint.ts';
import { findIndent, ownIndent } from './document/fence-indent.ts';
import { writeExitRule, writeWord } from './exit-attribute.ts';
import { bodyLines, evaluate, type FenceState, withBody } from './fence-state.ts';
import type { Hunk, Refusal } from './hunk.ts';
import { applyChanges } from './lines/line-edits.ts';
import { renderFence } from './new-fence.ts';
import type { Change } from './types.ts';
import type { Updater } from './updater.ts';

/** What an update comes to. */
export interface Proposal {
  /** In the order of the document. */
  readonly hunks: readonly Hunk[];
  readonly refusals: readonly Refusal[];
}

/** All changes that were found, as hunks of the document. */
export function listHunks(document: MarkdownDocument, updater: Updater): Proposal {
  const hunks: Hunk[] = [];
  const refusals: Refusal[] = [];
  for (const { step, exits } of updater.exits) {
    const lines = [writeWord(document, step, 'exit', writeExitRule(exits))];
    hunks.push(lineHunk(`exit code of \`${step.id}\``, step.fence.line, lines));
  }
  const added = new Map<number, FenceState[]>();
  for (const state of updater.fences) {
    const refuse = (why: string) => {
      refusals.push({ line: state.original.fence.line, label: labelOf(state), why });
    };
    if (state.why !== undefined) refuse(state.why);
    else if (state.added) {
      const line = state.step.fence.endLine + 1;
      added.set(line, [...(added.get(line) ?? []), state]);
    } else if (state.changes.length > 0 || state.vary !== undefined) {
      const indent = findIndent(document, state.original.fence);
      if (indent === null) refuse('no place was found for its lines in what encloses it');
      else hunks.push(...fenceHunks(document, state, indent));
    }
  }
  for (const [line, states] of added) {
    const hunk = addedHunk(document, line, states);
    if (hunk !== null) hunks.push(hunk);
    else {
      const [state] = states;
      const why = 'no place was found for it in what encloses the step';
      if (state) refusals.push({ line: state.step.fence.line, label: labelOf(state), why });
    }
  }
  return { hunks: hunks.sort((a, b) => a.line - b.line), refusals };
}

function labelOf({ original, step, added }: FenceState): string {
  const { kind, lang } = original;
  const what = kind === 'expect' ? `${lang} expect` : kind;
  return `${added ? 'new ' : ''}\`${what}\` of \`${step.id}\``;
}

function lineHunk(label: string, line: number, lines: readonly string[]): Hunk {
  return { label, line, count: 1, lines, place: (all) => all, judge: async () => [] };
}

function fenceHunks(document: MarkdownDocument, state: FenceState, indent: string): Hunk[] {
  const { original, vary, changes } = state;
  const label = labelOf(state);
  const opening =
    vary === undefined
      ? []
      : [lineHunk(label, original.fence.line, [writeWord(document, original, 'vary', vary)])];
  return [...opening, ...changes.map((change) => bodyHunk(document, state, change, indent))];
}

function bodyHunk(
  document: MarkdownDocument,
  state: FenceState,
  change: Change,
  indent: string,
): Hunk {
  const { fence } = state.original;
  const body = bodyLines(state.original);
  const { from, to, lines, pattern, givesUp } = change;
  return {
    label: labelOf(state),
    line: fence.line + 1 + from,
    count: to - from,
    lines,
    ...(pattern === undefined ? {} : { pattern }),
    ...(givesUp === undefined ? {} : { givesUp }),
    place: (all) =>
      all.map((text, index) => {
        const at = from + index;
        const own = at < to ? ownIndent(document, fence, at, body[at] ?? '') : undefined;
        return text === '' ? indent.trimEnd() : (own ?? indent) + text;
      }),
    judge: (all) => judgeLines(state, change, all),
  };
}

/** Why a fence does not hold with other lines in place of those of a change. */
async function judgeLines(
  state: FenceState,
  change: Change,
  lines: readonly string[],
): Promise<readonly string[]> {
  const { original, changes, samples, vary } = state;
  const body = applyChanges(bodyLines(original), changes, (one) =>
    one === change ? lines : one.lines,
  );
  const source = withBody(vary === undefined ? original : state.current, body);
  for (const sample of samples) {
    const result = await evaluate(source, sample);
    if (!('ok' in result)) return result;
    if (!result.ok) return describeMismatch(result.mismatch, PLAIN);
  }
  return [];
}

function addedHunk(
  document: MarkdownDocument,
  line: number,
  states: readonly FenceState[],
): Hunk | null {
  const [first] = states;
  if (first === undefined) return null;
  const { fence } = first.step;
  const indent = findIndent(document, fence);
  if (indent === null) return null;
  const vary = (state: FenceState): string | undefined =>
    state.vary === undefined ? undefined : `vary=${state.vary}`;
  // In a list a blank line would make every item of it a paragraph.
  const gap = fence.container === 'list' ? [] : [''];
  const lines = states.flatMap((state) => [
    ...gap,
    ...renderFence(addedSource(state), vary(state)),
  ]);
  return {
    label: states.map(labelOf).join(' and '),
    line,
    count: 0,
    lines,
    place: (all) => all.map((text) => (text === '' ? indent.trimEnd() : indent + text)),
    judge: async () => [],
  };
}

/** A new fence with the body that was found for it, and its own info string. */
function addedSource({ original, current }: FenceState): FenceState['original'] {
  return withBody(original, bodyLines(current));
}
