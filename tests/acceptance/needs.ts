import { connect } from 'node:net';
import { hasProgram, runCommand } from './run-command.ts';

const PROGRAMS = ['apt-get', 'debootstrap', 'docker', 'dockerd', 'git', 'npm', 'tar'];

/** PostgreSQL, Redis and nginx have their usual ports, since the machines share the network of this one. */
const PORTS = [80, 5432, 6379];

/** Why no fresh machine can be made here; empty when it can. */
export async function findMissing(): Promise<string[]> {
  if (process.platform !== 'linux') return [`Linux is needed, not ${process.platform}`];
  if (process.getuid?.() !== 0) return ['root is needed'];
  const programs = PROGRAMS.filter((name) => !hasProgram(name)).map((name) => `no ${name}`);
  const taken: string[] = [];
  for (const port of PORTS) if (await answers(port)) taken.push(`port ${port} is taken`);
  return [...programs, ...taken];
}

/** Mounts cgroup2 there, for systemd; whether that is possible here. */
export async function mountCgroups(folder: string): Promise<boolean> {
  return (await runCommand(['mount', '-t', 'cgroup2', 'none', folder])).exitCode === 0;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
