import type { Fence, MarkdownDocument } from '../document/types.ts';
import { describeMismatch } from '../report/mismatch-text.ts';
import { PLAIN } from '../report/paint.ts';
import { findIndent, indentLine, ownIndent } from './document/fence-indent.ts';
import { spliceLines } from './document/splice-lines.ts';
import { verifyFences } from './document/verify-document.ts';
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
  for (const [step, { code, signal }] of updater.refusedExits) {
    const found = code === undefined ? `SIG${signal}` : `exit code ${code}`;
    const why = `it ended with ${found}, which only \`--accept-exit\` takes over`;
    refusals.push({ line: step.fence.line, label: `\`${step.id}\``, why });
  }
  for (const states of groupFences(updater.fences)) {
    const [first] = states;
    if (first === undefined) continue;
    const refused = states.find(({ why }) => why !== undefined);
    const own = refused === undefined ? hunksOf(document, states) : [];
    const why = refused?.why ?? (own === null ? NO_PLACE : undefined);
    if (why === undefined) hunks.push(...(own ?? []));
    else refusals.push({ line: first.original.fence.line, label: labelOf(first), why });
  }
  return {
    refusals: refusals.sort((a, b) => a.line - b.line),
    hunks: hunks.sort((a, b) => a.line - b.line || a.count - b.count),
  };
}

const NO_PLACE = 'its lines cannot be written into the list or the quote around it';

/** Each fence by itself, but new ones of the same step together. */
function groupFences(fences: readonly FenceState[]): FenceState[][] {
  const groups: FenceState[][] = [];
  for (const state of fences) {
    const last = groups.at(-1)?.[0];
    if (state.added && last?.added && last.step === state.step) groups.at(-1)?.push(state);
    else groups.push([state]);
  }
  return groups;
}

/** The hunks of fences; `null` when their lines would not be read as theirs. */
function hunksOf(document: MarkdownDocument, states: readonly FenceState[]): Hunk[] | null {
  const [first] = states;
  const isNothing = states.every(
    ({ added, changes, vary }) => !added && changes.length === 0 && vary === undefined,
  );
  if (first === undefined || isNothing) return [];
  const fence = first.added ? first.step.fence : first.original.fence;
  const indent = findIndent(document, fence);
  if (indent === null) return null;
  const hunks = first.added
    ? [addedHunk(fence, states, indent)]
    : fenceHunks(document, first, indent);
  // Only there a line may turn out to be another one than what was written.
  return indent === '' || isReadBack(document, hunks) ? hunks : null;
}

function isReadBack(document: MarkdownDocument, hunks: readonly Hunk[]): boolean {
  const accepted = hunks.map((hunk) => ({ hunk, lines: hunk.lines }));
  const splices = hunks.map((hunk) => ({ ...hunk, lines: hunk.place(hunk.lines) }));
  return verifyFences(document, spliceLines(document.text, splices), accepted).length === 0;
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
        return indentLine(text === '' ? indent : (own ?? indent), text);
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

function addedHunk(fence: Fence, states: readonly FenceState[], indent: string): Hunk {
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
    line: fence.endLine + 1,
    count: 0,
    lines,
    place: (all) => all.map((text) => indentLine(indent, text)),
    judge: async () => [],
  };
}

/** A new fence with the body that was found for it, and its own info string. */
function addedSource({ original, current }: FenceState): FenceState['original'] {
  return withBody(original, bodyLines(current));
}
