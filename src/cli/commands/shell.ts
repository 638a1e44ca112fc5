import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withoutShellStartup } from '../../engine/shell-startup.ts';
import type { Plan } from '../../plan/types.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { shortenPath } from '../../report/visible.ts';
import { findRun } from '../../runs/find-run.ts';
import { listIds, listRuns, type PastRun } from '../../runs/past-runs.ts';
import { findPastState, type PastState } from '../../runs/past-state.ts';
import { startedHere } from '../../runs/started-here.ts';
import { openInteractiveShell } from '../../session/interactive-shell.ts';
import { realPath } from '../../store/real-path.ts';
import { exportEnvironment } from '../../store/shell-state.ts';
import { findDocument, isFile } from '../find-document.ts';
import { openPastDocument } from '../past-document.ts';
import { planAgain } from '../plan-again.ts';
import type { Command } from '../program.ts';
import { readStateDir } from '../run-options.ts';

/** `runbook shell DOC`. */
export const shellCommand: Command = async ({ operands, flags }, terminal) => {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    throw new UsageError('a shell takes a terminal', ['start it on one']);
  }
  const run = await findMeant(readStateDir(flags), operands[0] ?? '');
  const { target } = run.story.start.setup;
  if (target !== undefined)
    throw new UsageError(
      `run ${run.id} was on ${target}, where no shell can be opened from here yet`,
    );
  const past = findPastState(run, flags.at);
  const plan = await planAgain(openPastDocument(run), run.story.start, flags, new Map(), true);
  terminal.write(`${describe(run, past, plan).join('\n')}\n`);
  await open(past, plan);
  return 0;
};

/** The run that is named, or the last one of a document: of this folder, if there is one. */
async function findMeant(stateDir: string, word: string): Promise<PastRun> {
  const isId = !isFile(word) && listIds(stateDir).some((id) => id.startsWith(word));
  if (isId) return findRun(stateDir, word);
  const path = realPath(resolve(await findDocument(word)));
  const runs = listRuns(stateDir).runs.filter(
    ({ story }) => realPath(story.start.setup.path) === path,
  );
  const run = runs.find(startedHere) ?? runs[0];
  if (run !== undefined) return run;
  throw new UsageError(`${word} has not been run with this state folder yet`, [
    `run it first: runbook run ${word}`,
  ]);
}

function describe(run: PastRun, { step, state }: PastState, plan: Plan): string[] {
  const { start, cleanup } = run.story;
  const missing = plan.missing.map(({ name }) => name);
  return [
    `${start.title}  after \`${step}\` of run ${run.id}; \`exit\` comes back`,
    ...(missing.length === 0
      ? []
      : [`without a value, since secrets are not stored: ${missing.join(', ')}`]),
    ...(state === undefined || state.leftOut.length === 0
      ? []
      : [`not restored, since a secret was in it: ${state.leftOut.join(', ')}`]),
    ...(cleanup === 'ran' ? ['its cleanup has run: what that took away is gone'] : []),
  ];
}

async function open({ state, captures }: PastState, plan: Plan): Promise<void> {
  const env = withoutShellStartup(plan.env);
  const exports = Object.fromEntries([...captures, ...Object.entries(state?.exports ?? {})]);
  const cwd = state?.cwd ?? plan.workdir;
  const base = mkdtempSync(join(tmpdir(), 'runbook-shell-'));
  const stop = new AbortController();
  const end = (): void => stop.abort();
  const signals = ['SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, end);
  try {
    await openInteractiveShell(
      {
        bash: plan.shell,
        folder: join(base, 'shell'),
        cwd,
        env: { ...env, ...exports },
        ...(state?.code === undefined
          ? {}
          : { snapshot: exportEnvironment(env) + state.code + exportEnvironment(exports) }),
        name: 'runbook',
      },
      stop.signal,
    );
  } catch (error) {
    throw new UsageError(`the shell cannot be opened in ${shortenPath(cwd)}`, [String(error)]);
  } finally {
    for (const signal of signals) process.off(signal, end);
    rmSync(base, { recursive: true, force: true });
  }
}
