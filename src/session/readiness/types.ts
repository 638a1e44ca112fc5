/** What a probe may look at. */
export interface ProbeContext {
  /** Whether the process belongs to the background step. */
  isOurs(pid: number): Promise<boolean>;
  /** Whether a process of the background step runs as the user with this number. */
  hasUser(uid: number): Promise<boolean>;
  /** Path of the step's log so far; the file need not exist yet. */
  readonly log: string;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

export type ProbeResult =
  | { readonly ready: true }
  /** Not yet; `reason` is what was seen last. */
  | { readonly ready: false; readonly reason: string; readonly foreign?: string };

/** One condition of readiness, with every `${name}` filled in. */
export interface Probe {
  /** For people: `http://127.0.0.1:8000/health`, `port 8000`. */
  readonly description: string;
  /** Who holds the address before the step is started; `undefined` when it is free. */
  holder(): Promise<string | undefined>;
  check(context: ProbeContext): Promise<ProbeResult>;
}

/** A `ready=` whose value, with every `${name}` filled in, is none. */
export class UnusableReadinessError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableReadinessError';
  }
}
