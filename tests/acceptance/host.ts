import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../helpers/paths.ts';
import type { Docker } from './docker.ts';
import { FRESH, SYSTEMD } from './images.ts';
import { type Ended, must, runCommand } from './run-command.ts';

/** Where the project is on the machine. */
const CLONE = '/root/runbook';

/** A fresh machine with a clone of the project. */
export interface Host {
  readonly name: string;
  /** Types a command into root's shell, in the clone. What it printed is in the transcript as well. */
  type(command: string): Promise<Ended>;
  read(path: string): Promise<string>;
  remove(): Promise<void>;
}

export interface HostOptions {
  readonly name: string;
  /** Folder for the transcript. */
  readonly artefacts: string;
  /** A folder where cgroup2 is mounted, for a machine with systemd. */
  readonly cgroups?: string | undefined;
}

/** Makes the machine, and puts the working copy there as a clone would. */
export async function makeHost(docker: Docker, options: HostOptions): Promise<Host> {
  const { name, artefacts, cgroups } = options;
  mkdirSync(artefacts, { recursive: true });
  const transcript = join(artefacts, `${name}.log`);
  const client = await must(['sh', '-c', 'command -v docker']);
  await docker.run(
    ...['run', '--detach', '--name', name, '--network', 'host'],
    ...(cgroups !== undefined
      ? withSystemd(docker, client, cgroups)
      : [FRESH, 'sleep', 'infinity']),
  );
  const inside = ['docker', '--host', `unix://${docker.socket}`, 'exec', '--interactive', name];
  if (cgroups !== undefined) await waitForSystemd(inside);
  await copyProject(inside);
  return {
    name,
    async type(command) {
      const began = Date.now();
      const ended = await runCommand([...inside, 'bash', '-c', `cd ${CLONE} && ${command}`]);
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      appendFileSync(
        transcript,
        `# ${command}\n${ended.output}\n# exit ${ended.exitCode} after ${seconds}s\n\n`,
      );
      return ended;
    },
    read: (path) => must([...inside, 'cat', path]),
    remove: async () => void (await docker.run('rm', '--force', name)),
  };
}

/** The steps about Docker use the run's own daemon. */
function withSystemd(docker: Docker, client: string, cgroups: string): string[] {
  return [
    ...['--cap-add', 'SYS_ADMIN', '--env', 'container=docker'],
    ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
    ...['--tmpfs', '/run', '--tmpfs', '/run/lock', '--tmpfs', '/tmp:exec'],
    ...['--volume', `${cgroups}:/sys/fs/cgroup`],
    ...[
      '--volume',
      `${docker.socket}:/srv/docker.sock`,
      '--env',
      'DOCKER_HOST=unix:///srv/docker.sock',
    ],
    ...['--volume', `${client}:/usr/local/bin/docker:ro`],
    ...[SYSTEMD, '/lib/systemd/systemd'],
  ];
}

async function waitForSystemd(inside: readonly string[]): Promise<void> {
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    const { output } = await runCommand([...inside, 'systemctl', 'is-system-running']);
    if (/running|degraded/.test(output)) return;
    if (Date.now() > end) throw new Error(`systemd does not run: ${output}`);
  }
}

async function copyProject(inside: readonly string[]): Promise<void> {
  const pack = 'git ls-files -z --cached --others --exclude-standard | tar --null -T - -c';
  const unpack = `mkdir -p ${CLONE} && tar -C ${CLONE} -x`;
  const quoted = [...inside, 'sh', '-c', `'${unpack}'`].join(' ');
  await must(['sh', '-c', `cd "${ROOT}" && ${pack} | ${quoted}`]);
}
