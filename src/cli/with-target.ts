import type { Runbook, Step } from '../model/types.ts';
import type { HostView } from '../plan/host.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { OpenTarget } from '../session/targets/remote/remote.ts';
import type { Target } from '../session/targets/types.ts';

/** What a run is given of the host that it acts on; empty: this one. */
export interface TargetParts {
  readonly target?: Target;
  readonly host?: HostView;
}

/**
 * Reaches the host that a run acts on, and lets go of it when the work is done, whatever became of it.
 *
 * @param text - `--target`; absent: this host
 * @throws {@link UsageError} when it cannot be reached.
 */
export async function withTarget<Result>(
  text: string | undefined,
  work: (parts: TargetParts) => Promise<Result>,
): Promise<Result> {
  if (text === undefined) return work({});
  const { openTarget } = await import('../session/targets/open.ts');
  const opened: OpenTarget = await openTarget(text);
  try {
    return await work({ target: opened.target, host: opened.view });
  } finally {
    await opened.close();
  }
}

/** What only this host can do yet. */
interface LocalFlags {
  readonly keep: boolean;
  readonly target: string | undefined;
}

/**
 * Refuses what does not work on another host, before anything is reached.
 *
 * @throws {@link UsageError}
 */
export function checkTarget({ target, keep }: LocalFlags, runbook: Runbook): void {
  if (target === undefined) return;
  if (keep)
    throw new UsageError(
      '`--keep` and `--target`: a background step is stopped with the run there',
      ['leave out one of them'],
    );
  const terminal = runbook.steps.filter(({ tty }: Step) => tty);
  if (terminal.length > 0)
    throw new UsageError(
      `a step with the terminal runs on this host only: ${terminal.map(({ id, fence }) => `\`${id}\` (${runbook.document.file}:${fence.line})`).join(', ')}`,
      ['leave out `--target`'],
    );
}
