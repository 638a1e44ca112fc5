import { join } from 'node:path';
import { openInteractiveShell } from '../session/interactive-shell.ts';
import { quoteForShell } from '../session/process.ts';
import { exportEnvironment } from '../store/shell-state.ts';
import type { RunContext } from './context.ts';

let opened = 0;

/**
 * Opens a shell for the person at the run, in the state that the next step would begin with. Its
 * directory and exports become those of the run when `takeBack` says so, for which it is asked after
 * the shell has ended.
 */
export async function openShellHere(
  context: RunContext,
  takeBack: () => Promise<boolean>,
): Promise<void> {
  const { session, plan, env, folder, stop } = context;
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
  if (changes === undefined || stop.signal.aborted || !(await takeBack())) return;
  const taken = `${changes.exports}\\builtin cd -- ${quoteForShell(changes.cwd)}\n`;
  await session.rollback({
    snapshot: Promise.resolve(`${code ?? exportEnvironment(env)}\n${taken}`),
    cwd: changes.cwd,
    exports: new Map(),
  });
}

function exportsOf(exports: ReadonlyMap<string, string>): string {
  return [...exports].map(([name, value]) => `\nexport ${name}=${quoteForShell(value)}`).join('');
}
