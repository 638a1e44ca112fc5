import type { ExpectationSource } from '../expect/types.ts';
import { describeMismatch } from '../report/mismatch-text.ts';
import { PLAIN } from '../report/paint.ts';
import {
  bodyLines,
  compile,
  evaluate,
  type FenceState,
  type Sample,
  withBody,
} from './fence-state.ts';
import { applyChanges } from './lines/line-edits.ts';
import { findRewriter } from './registry.ts';
import type { Change, RewriteRequest } from './types.ts';

/** The changes that make a fence hold, with its captures; `null` where a pattern is given up. */
export type FittedFence =
  | {
      readonly ok: true;
      readonly changes: readonly Change[];
      readonly captures: ReadonlyMap<string, string> | null;
    }
  /** One sentence without full stop. */
  | { readonly ok: false; readonly why: string };

/** Finds the changes with which the proposed body holds for what was printed, and tries them. */
export async function fitFence(
  state: FenceState,
  sample: Sample,
  { pattern, acceptExit }: Pick<RewriteRequest, 'pattern' | 'acceptExit'>,
): Promise<FittedFence> {
  const { current, original } = state;
  const now = await evaluate(current, sample);
  if ('ok' in now && now.ok) return { ok: true, changes: [], captures: now.captures };
  const rewriter = findRewriter(current);
  if (rewriter === undefined) return refuse('it says what is meant, and is written by hand');
  const own = new Set(bodyLines(original));
  const rewrite = await rewriter.rewrite({
    source: current,
    ...sample,
    pattern,
    acceptExit,
    isOurs: (line) => state.added || !own.has(line),
  });
  if (!rewrite.ok) return rewrite;
  const { changes } = rewrite;
  const body = applyChanges(bodyLines(current), changes);
  const candidate = withBody(current, body);
  const after = await evaluate(candidate, sample);
  if (!('ok' in after)) return refuse(`no change was found that can be written: ${after[0]}`);
  if (!after.ok) {
    const [first = ''] = describeMismatch(after.mismatch, PLAIN);
    return refuse(`no change was found with which it holds: ${first.trim()}`);
  }
  if (changes.some(({ givesUp }) => givesUp !== undefined)) {
    return { ok: true, changes, captures: null };
  }
  const lost = findLostCapture(current, candidate);
  if (lost !== undefined) return refuse(`\`${lost}\` would no longer be captured`);
  return { ok: true, changes, captures: after.captures };
}

function refuse(why: string): FittedFence {
  return { ok: false, why };
}

function findLostCapture(before: ExpectationSource, after: ExpectationSource): string | undefined {
  const names = (source: ExpectationSource): string[] => {
    const compiled = compile(source);
    return 'captures' in compiled ? compiled.captures.map(({ name }) => name) : [];
  };
  const kept = new Set(names(after));
  return names(before).find((name) => !kept.has(name));
}
