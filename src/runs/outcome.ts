import { readProcess } from '../session/process-table.ts';
import type { PastRun } from './past-runs.ts';
import type { BackgroundKept } from './run-story.ts';

/** How a run ended, in one word. */
export type OutcomeWord =
  | 'passed'
  | 'overridden'
  | 'failed'
  | 'interrupted'
  | 'nothing ran'
  | 'running'
  | 'unfinished';

export interface Outcome {
  readonly word: OutcomeWord;
  /** The step that failed, was cancelled, or was under way. */
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
  const { end, open, kept, stop, ends } = story;
  const underWay = [...open.keys()].at(-1);
  const failed = [...ends.values()].find(
    ({ verdict }) => verdict.status === 'failed' || verdict.status === 'cancelled',
  )?.step;
  const step = end === undefined ? underWay : failed;
  return {
    word: holder ? 'running' : end ? (WORDS[end.exitCode] ?? 'interrupted') : 'unfinished',
    ...(step === undefined ? {} : { step }),
    kept: [...kept.values()].filter(isThere).map(({ step: id }) => id),
    stopped: stop === 'done',
  };
}
