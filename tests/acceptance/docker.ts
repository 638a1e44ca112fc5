import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { must, runCommand } from './run-command.ts';

/** A Docker daemon of the run's own, which leaves alone what else there is of Docker on the machine. */
export interface Docker {
  readonly socket: string;
  /** Runs `docker` with it, and returns what that printed. */
  run(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** Starts it with all that it keeps in `folder`. No bridge and no rules: containers use the host's network. */
export async function startDocker(folder: string): Promise<Docker> {
  mkdirSync(folder, { recursive: true });
  const socket = join(folder, 'docker.sock');
  const log = openSync(join(folder, 'dockerd.log'), 'a');
  const daemon = spawn(
    'dockerd',
    [
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'pid'), '--host', `unix://${socket}`],
      ...['--iptables=false', '--bridge=none'],
    ],
    { stdio: ['ignore', log, log] },
  );
  const gone = new Promise<void>((resolve) => {
    daemon.once('close', () => resolve());
    daemon.once('error', () => resolve());
  });
  const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_BUILDKIT: '0' };
  for (const end = Date.now() + START_MS; ; await sleep(200)) {
    if ((await runCommand(['docker', 'info'], { env })).exitCode === 0) break;
    if (daemon.exitCode !== null || Date.now() > end)
      throw new Error(`dockerd did not start, see ${folder}/dockerd.log`);
  }
  return {
    socket,
    run: (...args) => must(['docker', ...args], { env }),
    async stop() {
      daemon.kill();
      await gone;
      // Containers on the host's network leave this mounted; without any there is nothing to unmount.
      await runCommand(['umount', join(folder, 'exec/netns/default')]);
    },
  };
}
