/** A signal that a run is interrupted with; the first one decides its exit code. */
export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
