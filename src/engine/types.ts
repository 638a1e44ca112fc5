import type { RunEvent } from './events.ts';

/** How a run behaves, apart from what it runs. */
export interface RunOptions {
  readonly version: string;
  /** Folder that holds `runs/<id>/`; absolute. */
  readonly stateDir: string;
  /** Leave background steps running at the end, and suspend cleanup. */
  readonly keep: boolean;
  /** Run cleanup even where selection or `keep` suspend it. */
  readonly cleanup: boolean;
  /** Treat every step as `keep-going`. */
  readonly keepGoing: boolean;
  /** Limit of the whole run in milliseconds. */
  readonly timeoutMs?: number;
  /** Whether anybody wants `step-output` events. */
  readonly live: boolean;
  readonly emit: (event: RunEvent) => void;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface RunResult {
  readonly exitCode: number;
  readonly run: string;
  readonly runFolder: string;
}

/** A run under way. */
export interface Run {
  /** Rejects with an `EngineError` only. */
  readonly result: Promise<RunResult>;
  /** First call: the step under way is stopped, cleanup runs. Second call: everything is killed at once. */
  interrupt(signal: InterruptSignal): void;
}
