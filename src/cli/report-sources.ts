import type { RunEvent } from '../engine/events.ts';
import { UsageError } from '../plan/usage-error.ts';
import { mergeJunit } from '../report/merge-junit.ts';
import { parseEvents, readReport } from '../report/read-events.ts';
import { findRun } from '../runs/find-run.ts';
import { describeOutcome } from '../runs/outcome.ts';
import type { PastRun } from '../runs/past-runs.ts';
import { readJournal } from '../runs/read-journal.ts';
import type { Flags } from './option-types.ts';
import { readStateDir } from './run-options.ts';

/** What a report is made of. */
export interface ReportSource {
  readonly events: readonly RunEvent[];
  /** What the events do not say: that there is no end. A line, or nothing. */
  readonly end: string;
}

/**
 * The runs that were named, or those of the files.
 *
 * @throws {@link UsageError} for a run that there is not, and a file that is no report.
 */
export function findSources(operands: readonly string[], flags: Flags): ReportSource[] {
  if (flags.merge)
    return operands.map((path) => ({ events: parseEvents(readReport(path), path), end: '' }));
  const runs = operands.map((word) => findRun(readStateDir(flags), word));
  return runs.map((run) => ({ events: readJournal(run.folder), end: describeOpenEnd(run) }));
}

/** JUnit files as one; nothing where they are of the other kind. */
export function mergeJunitFiles(paths: readonly string[]): string | undefined {
  const parts = paths.map((path) => ({ path, text: readReport(path) }));
  const isXml = (text: string): boolean => /^\ufeff?\s*</.test(text);
  const others = parts.filter(({ text }) => !isXml(text));
  if (others.length === parts.length) return undefined;
  if (others.length === 0) return mergeJunit(parts);
  const first = parts.find(({ text }) => isXml(text));
  throw new UsageError(
    `\`--merge\` takes files of one kind: ${first?.path} is JUnit, ${others[0]?.path} is not`,
  );
}

function describeOpenEnd(run: PastRun): string {
  const { word, step } = describeOutcome(run);
  const at = step === undefined ? '' : ` while \`${step}\` was under way`;
  if (word === 'running') return `the run goes on in process ${run.holder?.pid}\n`;
  return word === 'unfinished' ? `unfinished: the engine died${at}\n` : '';
}
