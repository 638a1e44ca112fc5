import type { RunEvent, StepView } from '../../engine/events.ts';
import type { HostView, ParamView } from '../../engine/run-setup.ts';
import type { Diagnosis } from '../diagnosis-text.ts';
import type { Failure } from '../failure-text.ts';

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** A step of a run, with everything that happened to it. */
export interface ReportedStep {
  readonly view: StepView;
  /** Left out by the selection. */
  readonly unselected: boolean;
  /** When it began; ISO 8601. */
  readonly began?: string;
  readonly end?: Of<'step-end'>;
  /** Attempts before the one that decided. */
  readonly attempts: readonly Of<'attempt-failed'>[];
  /** Set where it failed. */
  readonly failure?: Failure;
  /** When a background step was stopped, or died; ISO 8601. */
  readonly over?: string;
  /** What a person decided about it. */
  readonly decisions: readonly Of<'operator'>[];
  /** What was found out about its failure. */
  readonly diagnosis?: Diagnosis;
}

/** A run as the reports that are files see it: all of it, at its end. */
export interface ReportedRun {
  readonly id: string;
  readonly version?: string;
  /** As the user gave it. */
  readonly document: string;
  /** Absolute, where it is known. */
  readonly path?: string;
  /** The document's lines, masked. */
  readonly text?: string;
  readonly title: string;
  readonly scenario?: string;
  readonly workdir: string;
  readonly runFolder?: string;
  readonly host?: HostView;
  /** Where the steps ran, such as `docker:NAME`; absent: on the host of the run. */
  readonly target?: string;
  readonly params: readonly ParamView[];
  /** When it began; ISO 8601. */
  readonly began: string;
  readonly durationMs: number;
  /** In the order they run, those that were left out last. */
  readonly steps: readonly ReportedStep[];
  readonly checklist?: Of<'checklist'>;
  /** What else is to be known, in words. */
  readonly remarks: readonly string[];
  /** Who ended it before its end. */
  readonly left?: Of<'operator'>;
  /** Absent when the engine died, or is still at it. */
  readonly end?: Of<'run-end'>;
}
