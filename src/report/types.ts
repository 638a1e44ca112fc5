import type { RunEventOf, RunEventType } from '../engine/events.ts';

/**
 * Optional hooks, one per type of event; a reporter never decides anything. They are called in the order
 * of the events. A hook may return a promise: the run does not wait for it, its end does, and a
 * rejection is a failure of the reporter as an exception is.
 */
export type ReporterHooks = {
  readonly [Type in RunEventType]?: (event: RunEventOf<Type>) => void;
};

/** Something that is told what happens in runs. */
export interface Reporter {
  /** What it is called when it fails. Absent: it is for the screen, whose trouble is nobody's failure. */
  readonly name?: string;
  readonly hooks: ReporterHooks;
  /** Writes out what is pending; called once, after the last event. */
  close?(): void | Promise<void>;
}
