import { compileExpectation } from '../expect/registry.ts';
import type {
  CompiledExpectation,
  ExpectationResult,
  ExpectationSource,
  Scope,
  Subject,
} from '../expect/types.ts';
import { loadLibrary } from '../libraries/load.ts';
import type { Step } from '../model/types.ts';
import { applyChanges } from './lines/line-edits.ts';
import type { Change } from './types.ts';

/** With more differences than this a body is replaced as a whole. */
const MAX_EDITS = 3000;

/** What one run printed for an expectation. */
export interface Sample {
  readonly subject: Subject;
  readonly scope: Scope;
}

/** An expectation that is being brought up to date, over one run or several. */
export interface FenceState {
  readonly step: Step;
  /** As it stands in the document; for one that is added, as it was first written. */
  readonly original: ExpectationSource;
  /** Whether the document does not have it yet. */
  readonly added: boolean;
  /** As it is proposed. */
  current: ExpectationSource;
  /** As the first run left it, before anything became a pattern. */
  literal: { readonly source: ExpectationSource; readonly changes: readonly Change[] };
  /** From the original body to the proposed one. */
  changes: readonly Change[];
  /** A value for `vary=` with which the body needs no holes. */
  vary: string | undefined;
  /** Why it could not be brought up to date. */
  why: string | undefined;
  readonly samples: Sample[];
}

/** The lines of a fence's body. */
export function bodyLines({ fence }: ExpectationSource): string[] {
  return fence.body === '' ? [] : fence.body.replace(/\n$/, '').split('\n');
}

/** A fence with another body. */
export function withBody(source: ExpectationSource, lines: readonly string[]): ExpectationSource {
  const body = lines.map((line) => `${line}\n`).join('');
  return { ...source, fence: { ...source.fence, body } };
}

/** The expectation that a fence is, or what is wrong with it, a sentence each. */
export function compile(source: ExpectationSource): CompiledExpectation | readonly string[] {
  const result = compileExpectation(source);
  if (result.ok) return result.expectation;
  return result.problems.map(({ message, hint }) =>
    hint === undefined ? message : `${message} (${hint})`,
  );
}

/** Whether a fence holds for a sample. */
export async function evaluate(
  source: ExpectationSource,
  { subject, scope }: Sample,
): Promise<ExpectationResult | readonly string[]> {
  const compiled = compile(source);
  return 'evaluate' in compiled ? compiled.evaluate(subject, scope) : compiled;
}

/** Takes changes of the proposed body over; with earlier ones they are found anew. */
export function advance(state: FenceState, changes: readonly Change[]): void {
  const isFirst = state.current === state.original;
  state.current = withBody(state.current, applyChanges(bodyLines(state.current), changes));
  state.changes = isFirst ? changes : findChanges(state);
}

/** Forgets what was found so far. */
export function restart(state: FenceState): void {
  state.current = state.original;
  state.changes = [];
  state.samples.length = 0;
}

function findChanges({ original, current }: FenceState): Change[] {
  const changes: Change[] = [];
  let at = 0;
  let open: { from: number; to: number; lines: string[] } | undefined;
  const [before, after] = [bodyLines(original), bodyLines(current)];
  const parts = loadLibrary('diff').diffArrays(before, after, { maxEditLength: MAX_EDITS });
  if (parts === undefined) return [{ from: 0, to: before.length, lines: after }];
  for (const { added, removed, value } of parts) {
    if (!added && !removed) {
      if (open) changes.push(open);
      open = undefined;
      at += value.length;
      continue;
    }
    open ??= { from: at, to: at, lines: [] };
    if (added) open.lines.push(...value);
    else open.to = at += value.length;
  }
  return open ? [...changes, open] : changes;
}
