import { join } from 'node:path';
import { openInteractiveShell } from '../session/interactive-shell.ts';
import { quoteForShell } from '../session/quote-for-shell.ts';
import type { SavedState } from '../session/types.ts';
import { exportEnvironment } from '../store/shell-state.ts';
import { now, type RunContext } from './context.ts';

let opened = 0;

/**
 * Opens a shell for the person at the run, in the state that the next step would begin with. Its
 * directory and exports become those of the run when `takeBack` says so, for which it is asked after
 * the shell has ended.
 *
 * @returns what does the same to another state; `undefined` when nothing is taken over
 */
export async function openShellHere(
  context: RunContext,
  takeBack: () => Promise<boolean>,
): Promise<((state: SavedState) => SavedState) | undefined> {
  const { session, plan, env, folder, stop } = context;
  if (session.target.name !== undefined) {
    const text = `a shell cannot be opened on ${session.target.name} from here yet`;
    context.emit({ type: 'notice', time: now(), text });
    return undefined;
  }
  await session.settle();
  const before = session.snapshot;
  const code = await before.snapshot;
  opened += 1;
  const changes = await openInteractiveShell(
    {
      bash: plan.shell,
      folder: join(folder.path, `person-${opened}`),
      cwd: before.cwd,
      env: { ...env, ...Object.fromEntries(before.exports) },
      ...(code === undefined ? {} : { snapshot: code + exportsOf(before.exports) }),
      name: 'runbook',
    },
    stop.signal,
  );
  if (changes === undefined || stop.signal.aborted || !(await takeBack())) return undefined;
  const isElsewhere = changes.cwd !== before.cwd;
  const move = isElsewhere ? `\\builtin cd -- ${quoteForShell(changes.cwd)}\n` : '';
  const takeOver = ({ snapshot, cwd, exports }: SavedState): SavedState => ({
    snapshot: snapshot.then(
      (state) =>
        `${state ?? exportEnvironment(env)}\n${exportsOf(exports)}\n${changes.exports}${move}`,
    ),
    cwd: isElsewhere ? changes.cwd : cwd,
    exports: new Map(),
  });
  await session.rollback(takeOver(before));
  return takeOver;
}

function exportsOf(exports: ReadonlyMap<string, string>): string {
  return [...exports].map(([name, value]) => `\nexport ${name}=${quoteForShell(value)}`).join('');
}
