import type { ReportedRun } from '../collect/types.ts';

/** Where a report gets what the events do not have. */
export interface ReportSurroundings {
  /** The environment of the program. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What of a log is to be shown; `undefined` where there is none that may be read. */
  readonly readLog: (path: string, run: ReportedRun) => LogText | undefined;
}

/** A log as its readers see it. */
export interface LogText {
  /** The first lines, or all of them. */
  readonly head: string;
  /** The last ones, where there are too many for all to be shown. */
  readonly tail?: string;
  /** All of it, where that is more than head and tail and can still be had. */
  readonly whole?: string;
  /** Absent where they were not counted. */
  readonly lines?: number;
  readonly bytes: number;
}

/** A kind of report that is written run by run, in the order in which they are told. */
export interface ReportKind {
  open(surroundings: ReportSurroundings): RunsText;
}

/** The text of one report, in pieces. */
export interface RunsText {
  /** What comes before everything else. */
  begin?(): string;
  /** What is written at the end of a run. */
  add(run: ReportedRun): string;
  /** What comes after the last run, in one piece or in several. */
  finish(): string | readonly string[];
}
