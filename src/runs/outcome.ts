import { readProcess } from '../session/process-table.ts';
import type { PastRun } from './past-runs.ts';
import type { BackgroundKept } from './run-story.ts';

/** How a run ended, in one word. */
export type OutcomeWord =
  | 'passed'
  | 'overridden'
  | 'left'
  | 'failed'
  | 'interrupted'
  | 'nothing ran'
  | 'running'
  | 'unfinished';

export interface Outcome {
  readonly word: OutcomeWord;
  /** The step that failed, was cancelled, or was under way, or before which the run was left. */
  readonly step?: string;
  /** Background steps that were left running and still do. */
  readonly kept: readonly string[];
  /** Whether what it left was ended by `stop`. */
  readonly stopped: boolean;
}

const WORDS: Readonly<Record<number, OutcomeWord>> = {
  0: 'passed',
  1: 'failed',
  3: 'nothing ran',
  4: 'overridden',
};

function isThere({ pid, started }: BackgroundKept): boolean {
  return started === 0 || readProcess(pid)?.started === started;
}

/** What became of a run, by its record and whether an engine is at it. */
export function describeOutcome({ story, holder }: PastRun): Outcome {
  const { end, open, kept, stop, ends, left } = story;
  const underWay = [...open.keys()].at(-1);
  const failed = [...ends.values()].find(
    ({ verdict }) => verdict.status === 'failed' || verdict.status === 'cancelled',
  )?.step;
  // Of a run that has failed as well, the failure is told.
  const isLeft = end?.exitCode === 4 && left !== undefined;
  const step = end === undefined ? underWay : isLeft ? left.step : failed;
  const word = isLeft ? 'left' : end ? (WORDS[end.exitCode] ?? 'interrupted') : 'unfinished';
  return {
    word: holder ? 'running' : word,
    ...(step === undefined ? {} : { step }),
    kept: [...kept.values()].filter(isThere).map(({ step: id }) => id),
    stopped: stop === 'done',
  };
}
