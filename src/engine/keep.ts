import { OWN_FILES } from '../own-files/beside.ts';
import { spawnLeader } from '../session/process.ts';
import { readProcess } from '../session/process-table.ts';
import { quoteForShell } from '../session/quote-for-shell.ts';
import { relayEnvironment } from '../store/known-secrets.ts';
import type { BackgroundStep } from './background.ts';
import { now, type RunContext } from './context.ts';

/** Leaves a background step running when the engine ends; a relay goes on masking its log. */
export async function keepBackground(
  context: RunContext,
  background: BackgroundStep,
): Promise<void> {
  background.stopping = true;
  background.output.flush();
  const { plan } = context;
  // By its URL, which a Node takes for its program only in this way.
  const relay = ['--eval', 'import(process.argv[1])', OWN_FILES.url('relay')];
  const words = [
    process.execPath,
    ...relay,
    background.shell.folder,
    background.output.output.path,
  ];
  const { child } = await spawnLeader(`exec ${words.map(quoteForShell).join(' ')}`, {
    shell: plan.shell,
    cwd: '/',
    env: relayEnvironment(context.masker.known),
    stdout: 'pipe',
  });
  // Our end of the pipes may only go when the relay has its own, or the step is hit by SIGPIPE.
  await new Promise((resolve) => child.stdout?.once('data', resolve).once('end', resolve));
  child.stdout?.destroy();
  child.unref();
  background.shell.dispose();
  background.shell.leader.child.unref();
  const { pid } = background.shell.leader;
  const { stop, stopTimeoutMs } = background.settings;
  context.emit({
    type: 'background-kept',
    time: now(),
    step: background.step.id,
    pid,
    started: readProcess(pid)?.started ?? 0,
    signal: stop,
    stopTimeoutMs,
    stop: `runbook stop ${context.folder.id}${context.options.locator ?? ''}`,
  });
}
