import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { unusableShell } from '../../../plan/shell.ts';
import { PIPES } from '../../bash-files.ts';
import { beginAtControl } from '../../begin-at-control.ts';
import { isReading } from '../../noexec-watch.ts';
import { writeToPipe } from '../../pipe.ts';
import { type LeaderProcess, spawnLeader } from '../../process.ts';
import { quoteForShell } from '../../quote-for-shell.ts';
import { GO_ON_FD, obeyKeeper } from '../../terminal.ts';
import { UnopenedShell } from '../../unopened-shell.ts';
import type { LaunchedShell, ShellLaunch } from '../types.ts';
import { MemoryTexts } from './memory-texts.ts';
import { send } from './processes.ts';

/** Before anything else: older shells know neither `inherit_errexit` nor `${name@Q}`. */
const CHECK_VERSION =
  '(( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )) || { echo "old $BASH_VERSION"; exit 1; }; echo bash';

/** A bash answers in milliseconds; what has not by then is none. */
const ANSWER_MS = 15_000;

/** Starts a bash of this host, which makes its pipes itself. */
export async function launchLocalShell(launch: ShellLaunch): Promise<LaunchedShell> {
  const { folder, files, keeper } = launch;
  const pipes = Object.values(PIPES).join(' ');
  const bash = quoteForShell(launch.bash);
  const own = { control: PIPES.control, say: 'echo ready', shell: bash, toldOn: 0 };
  const begin = keeper ?? beginAtControl(own);
  const started = await spawnLeader(
    `${CHECK_VERSION}; command -p mkfifo -m 600 -- ${pipes} && ${begin}`,
    {
      shell: launch.bash,
      cwd: folder,
      env: launch.env,
      stdin: 'pipe',
      stdout: 'pipe',
      ...(keeper === undefined ? {} : { terminal: [process.stdout.fd, 'pipe'] as const }),
    },
  );
  try {
    const made = pipesMade(started, launch);
    // If it cannot be written to, nobody waits for it any more.
    made.catch(() => {});
    // It reads none of them before it is told to begin, so they are written while it starts.
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, name), text, { mode: 0o600 });
    const pid = await made;
    const leader = pid === undefined ? started : { ...started, pid };
    if (keeper !== undefined) obeyKeeper(started);
    const texts = new MemoryTexts();
    return {
      leader,
      own: new Set([leader.pid]),
      isIdle: () => isReading(leader.pid, join(folder, PIPES.control)),
      kill: () => send(leader.pid, 'SIGKILL'),
      begin: () => letBegin(started, keeper === undefined ? 0 : GO_ON_FD),
      hold: (name, text) => texts.hold(name, text),
      feed: (pipe, text) => writeToPipe(join(folder, pipe), text, leader.exited),
      close: () => texts.close(),
    };
  } catch (error) {
    send(keeper === undefined ? -started.pid : started.pid, 'SIGKILL');
    throw error;
  }
}

/** Tells a new shell that its pipes are open here, so that it will hear of our end. */
function letBegin({ child }: LeaderProcess, descriptor: number): void {
  const pipe = child.stdio[descriptor] as Writable;
  pipe.on('error', () => {});
  pipe.write('\n');
  if (pipe === child.stdin) pipe.end();
}

/**
 * Resolves when the shell has made its pipes, the last thing it does before it is ours: to the pid of
 * the job that is the shell, if it is one.
 */
function pipesMade(
  { child }: LeaderProcess,
  { bash, signal }: ShellLaunch,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let said = '';
    const end = (act: () => void): void => {
      clearTimeout(timer);
      child.stdout?.off('data', hear);
      signal?.removeEventListener('abort', giveUp);
      act();
    };
    const refuse = (what: string): void => {
      child.stdout?.destroy();
      end(() => reject(unusableShell(`\`${bash}\` ${what}`)));
    };
    const giveUp = (): void => {
      child.stdout?.destroy();
      end(() => reject(new UnopenedShell()));
    };
    const timer = setTimeout(() => refuse(`gives no answer in ${ANSWER_MS / 1000}s`), ANSWER_MS);
    const hear = (text: Buffer): void => {
      said += text.toString();
      const old = /^old (.*)\n/.exec(said)?.[1];
      const line = /^bash\n(.*)\n/.exec(said)?.[1];
      if (old !== undefined) refuse(old === '' ? 'is no bash' : `is ${old}`);
      else if (line === 'ready') {
        child.stdout?.destroy();
        end(() => resolve(undefined));
      }
      // A shell with the terminal has more to say later.
      else if (line !== undefined) end(() => resolve(Number(line)));
    };
    child.stdout?.on('data', hear);
    child.once('close', (code, signal) => {
      if (!said.startsWith('bash\n')) return refuse('is no bash');
      end(() => reject(new Error(`the shell ended before it began (exit ${code ?? signal})`)));
    });
    // While the shell was being started, or before; and only now that there is something to be ended.
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
  });
}
