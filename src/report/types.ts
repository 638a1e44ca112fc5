import type { RunEvent, RunEventType } from '../engine/events.ts';

/** Optional hooks, one per kind of event; a reporter never decides anything. */
export type ReporterHooks = {
  readonly [Type in RunEventType]?: (event: Extract<RunEvent, { type: Type }>) => void;
};

export interface Reporter {
  readonly hooks: ReporterHooks;
  /** Writes out what is pending; called once, after the last event. */
  close?(): void | Promise<void>;
}
