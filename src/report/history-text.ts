import { describeOutcome, type Outcome, type OutcomeWord } from '../runs/outcome.ts';
import type { LostRun, PastRun } from '../runs/past-runs.ts';
import { formatElapsed } from './elapsed.ts';
import { localTime } from './local-time.ts';
import type { Paint } from './paint.ts';
import { cutLine, shortenPath, showControls } from './visible.ts';

const SIGNS: Readonly<Record<OutcomeWord, string>> = {
  passed: '✔',
  overridden: '✔',
  left: '■',
  failed: '✗',
  interrupted: '■',
  'nothing ran': '↓',
  running: '…',
  unfinished: '■',
};

/** Past runs as a table: id, beginning, time that it took, verdict, document, folder. */
export function describeHistory(
  runs: readonly PastRun[],
  lost: readonly LostRun[],
  paint: Paint,
): string[] {
  const rows = runs.map((run) => {
    const { story, id } = run;
    const outcome = describeOutcome(run);
    return [
      id,
      localTime(story.began),
      formatElapsed(story.durationMs),
      `${SIGNS[outcome.word]} ${describeWord(outcome)}`,
      cutLine(showControls(story.start.document)),
      shortenPath(story.start.workdir),
    ];
  });
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0), 0),
  );
  return [
    ...rows.map((row) => {
      const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
      return colorRow(cells, paint).join('  ').trimEnd();
    }),
    ...lost.map(({ id, trouble }) => `${id}  ${paint.red('unreadable')}  ${trouble.message}`),
  ];
}

/** The shape of `history --json`. */
export function describeHistoryAsData(runs: readonly PastRun[], lost: readonly LostRun[]): object {
  return {
    version: 1,
    runs: runs.map((run) => {
      const { story, id, folder } = run;
      const { word, step, kept, stopped } = describeOutcome(run);
      return {
        run: id,
        document: story.start.document,
        path: story.start.setup.path,
        workdir: story.start.workdir,
        began: story.began,
        durationMs: story.durationMs,
        verdict: word,
        exitCode: story.end?.exitCode ?? null,
        step: step ?? null,
        kept,
        stopped,
        folder,
      };
    }),
    unreadable: lost.map(({ id, folder, trouble }) => ({
      run: id,
      folder,
      message: trouble.message,
    })),
  };
}

/** Such as `failed at server, db still running`. */
function describeWord({ word, step, kept, stopped }: Outcome): string {
  const at = step === undefined ? '' : word === 'running' ? `: ${step}` : ` at ${step}`;
  const left = kept.length === 0 ? '' : `, left ${kept.join(', ')} running`;
  return `${word}${at}${left}${stopped ? ', stopped' : ''}`;
}

function colorRow(cells: readonly string[], paint: Paint): string[] {
  const [id = '', time = '', elapsed = '', verdict = '', ...rest] = cells;
  const color = verdict.startsWith('✔')
    ? paint.green
    : verdict.startsWith('✗')
      ? paint.red
      : paint.yellow;
  return [paint.bold(id), paint.dim(time), elapsed, color(verdict), ...rest];
}
