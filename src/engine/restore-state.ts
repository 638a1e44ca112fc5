import { exportEnvironment } from '../store/shell-state.ts';
import type { StoredState } from '../store/state-store.ts';
import type { RunContext } from './context.ts';

/** Puts the session into a state that an earlier engine stored, over the environment of this one. */
export async function restoreState(
  { session, states, env, values, plan }: RunContext,
  state: StoredState | undefined,
  captures: ReadonlyMap<string, string>,
): Promise<void> {
  const exports = new Map(Object.entries(state?.exports ?? {}));
  let snapshot: string | undefined;
  if (state?.code !== undefined) {
    const { code, leftOut } = state;
    snapshot = exportEnvironment(env) + code;
    states.noteRestored(snapshot, { code, leftOut });
  }
  const cwd = state?.cwd ?? plan.workdir;
  await session.rollback({ snapshot: Promise.resolve(snapshot), cwd, exports });
  values.capture(captures);
}
