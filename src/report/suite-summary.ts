import { addCoverage } from '../check/coverage.ts';
import type { DocumentOutcome, DocumentResult, SuiteResult } from '../suite/types.ts';
import { describeCoverage } from './check-text.ts';
import { formatElapsed } from './elapsed.ts';
import type { Paint } from './paint.ts';
import { countOf } from './visible.ts';

/** How many of the slowest documents are named. */
const SLOWEST = 5;
/** Where all are this quick, it says nothing which of them was the slowest. */
const WORTH_NAMING_MS = 100;

const WORDS: readonly (readonly [DocumentOutcome['status'], string, 'green' | 'red' | 'yellow'])[] =
  [
    ['passed', 'passed', 'green'],
    ['failed', 'failed', 'red'],
    ['refused', 'cannot be run', 'red'],
    ['broken', 'broken off', 'red'],
    ['flaky', 'flaky', 'yellow'],
    ['cancelled', 'interrupted', 'yellow'],
    ['nothing', 'with nothing to do', 'yellow'],
    ['skipped', 'skipped', 'yellow'],
    ['untagged', 'without a tagged block', 'yellow'],
    ['not-run', 'not run', 'yellow'],
  ];

/** The last lines of a suite: the slowest documents, how much is proven, the count of every outcome. */
export function describeSuite(
  { documents, durationMs, signal }: SuiteResult,
  jobs: number,
  exitCode: number,
  paint: Paint,
): string[] {
  const counts = WORDS.flatMap(([status, word, color]) => {
    const count = documents.filter(({ outcome }) => outcome.status === status).length;
    return count === 0 ? [] : [paint[color](`${count} ${word}`)];
  });
  const steps = documents.reduce((sum, { attempts }) => sum + countSteps(attempts), 0);
  const once = jobs > 1 ? `, ${jobs} at once` : '';
  return [
    ...describeSlowest(documents),
    `coverage: ${describeCoverage(addCoverage(documents.map(({ proof }) => proof)))}`,
    ...(signal === undefined ? [] : [`interrupted by ${signal}`]),
    ...(exitCode === 3 ? ['no step was executed, which is not a pass'] : []),
    `${countOf(documents.length, 'document')}: ${counts.join(', ') || 'none'}; ${countOf(steps, 'step')} passed in ${formatElapsed(durationMs)}${once}`,
  ];
}

function countSteps(attempts: DocumentResult['attempts']): number {
  return attempts.at(-1)?.summary.passed ?? 0;
}

function describeSlowest(documents: readonly DocumentResult[]): string[] {
  const slow = documents
    .filter(({ durationMs }) => durationMs >= WORTH_NAMING_MS)
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, SLOWEST);
  if (documents.length < 2 || slow.length === 0) return [];
  const names = slow.map(({ file, durationMs }) => `${file} ${formatElapsed(durationMs)}`);
  return [`slowest: ${names.join(', ')}`];
}
