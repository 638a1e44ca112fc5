import { randomBytes } from 'node:crypto';
import type { HostView } from '../../../plan/host.ts';
import { UsageError } from '../../../plan/usage-error.ts';
import type { Owner } from '../../find-owner.ts';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import type { Target } from '../types.ts';
import { Agent, lastLine } from './agent.ts';
import { createRemoteFiles } from './files.ts';
import { createRemoteNetwork, findRemotePorts } from './network.ts';
import { createRemoteProcesses } from './processes.ts';
import type { Reach } from './reach.ts';
import { RemoteScripts } from './scripts.ts';
import { createRemoteShells } from './shells.ts';

/** A host that was reached. */
export interface OpenTarget {
  readonly target: Target;
  readonly view: HostView;
  /** Lets go of it; what was made for the run alone is removed. */
  close(): Promise<void>;
}

/** Of coreutils, and of every system that has a shell. */
const TOOLS = 'cat chmod chown id ls mkdir mkfifo mv readlink rm sleep stat uname'.split(' ');

/** Names of `os=` by `uname -s`. */
const SYSTEMS: Readonly<Record<string, string>> = { Linux: 'linux', Darwin: 'macos' };

/** What an agent finds out about where it is, in fields that end with a NUL. */
const SURVEY = [
  `printf '%s\\0' "\${BASH_VERSINFO[0]}.\${BASH_VERSINFO[1]}" "$$" "$EUID" "$PWD"`,
  "printf '%s\\0' ~",
  ...TOOLS.map((tool) => `type -P ${tool} >/dev/null || printf '%s ' ${tool}`),
  "printf '\\0'; [[ -r /proc/self/stat ]] && printf proc; printf '\\0'",
  'printf \'%s\\0\' "$(uname -s)" "$(id -un 2>/dev/null)"',
  // As it was when the agent began, without what bash has changed.
  'cat /proc/$$/environ',
].join('; ');

/**
 * Reaches a host by bash alone.
 *
 * @throws {@link UsageError} when there is no bash that can be used, or a tool is missing.
 */
export async function openRemote(reach: Reach): Promise<OpenTarget> {
  const root = `/tmp/runbook-${randomBytes(6).toString('hex')}`;
  const agent = new Agent(reach, root);
  try {
    return await survey(reach, agent, root);
  } catch (error) {
    await agent.close();
    throw error;
  }
}

async function survey(reach: Reach, agent: Agent, root: string): Promise<OpenTarget> {
  const answer = await agent.ask(SURVEY).catch(() => {
    throw refuse(reach, `bash cannot be started there: ${lastLine(agent.complaints)}`);
  });
  const [version = '', pid = '', uid = '', cwd = '/', home = '/', ...rest] = answer.output
    .toString('utf8')
    .split('\0');
  const [missing = '', proc = '', system = '', user = '', ...environ] = rest;
  checkVersion(reach, version);
  if (missing.trim() !== '')
    throw refuse(reach, `it has no ${missing.trim().replaceAll(' ', ', ')}`);
  if (proc === '') throw refuse(reach, 'it has no /proc');
  const made = await agent.ask(`mkdir -m 700 -- ${root}`);
  if (made.status !== 0) throw refuse(reach, lastLine(made.output.toString()));
  const scripts = new RemoteScripts(agent, root);
  return {
    target: {
      name: reach.name,
      system: SYSTEMS[system] ?? system.toLowerCase(),
      shells: createRemoteShells(reach, agent, scripts),
      scripts,
      processes: createRemoteProcesses(agent, Number(pid)),
      files: createRemoteFiles(agent),
      network: createRemoteNetwork(agent, reach),
      findOwner: (text) => findOwner(agent, text),
      tryOut: (words, timeoutMs) => tryOut(agent, words, timeoutMs),
    },
    view: {
      name: reach.name,
      isFresh: reach.isFresh,
      env: readEnvironment(environ),
      cwd,
      home,
      user,
      isRoot: uid === '0',
      findPrograms: (names, path) => findPrograms(agent, names, path),
      findFreePorts: (count, taken) => findRemotePorts(agent, count, taken),
    },
    async close() {
      // What is still running is meant to.
      await agent.ask('rb_leaders= rb_since=').catch(() => {});
      await agent.close();
      await reach.close();
    },
  };
}

function refuse({ name }: Reach, what: string): UsageError {
  return new UsageError(`${name} cannot be used: ${what}`, [
    'a host needs bash 4.4 or newer, the tools of coreutils or busybox, /proc, and a /tmp that can be written',
  ]);
}

function checkVersion(reach: Reach, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major * 100 + minor < 404) throw refuse(reach, `its bash is ${version}`);
}

/** Without what a bash says of itself. */
function readEnvironment(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const equals = line.indexOf('=');
      return equals < 1 ? [] : [[line.slice(0, equals), line.slice(equals + 1)]];
    }),
  );
}

async function findPrograms(
  agent: Agent,
  names: readonly string[],
  path: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const look = names.map((name) => `printf '%s\\0' "$(type -P -- ${q(name)})"`).join('; ');
  const { output } = await agent.ask(`( ${path === undefined ? '' : `PATH=${q(path)}; `}${look} )`);
  const found = output.toString('utf8').split('\0');
  return new Map(
    names.flatMap((name, index): [string, string][] => {
      const program = found[index] ?? '';
      return program.startsWith('/') ? [[name, program]] : [];
    }),
  );
}

/** A number stands for itself, known or not. */
async function findOwner(agent: Agent, text: string): Promise<Owner | string> {
  const ask = async (name: string, unknown: string, code: string): Promise<number | string> => {
    if (/^\d+$/.test(name)) return Number(name);
    const { status, output } = await agent.ask(code);
    const number = output.toString().trim();
    return status === 0 && /^\d+$/.test(number) ? Number(number) : `${unknown}: ${name}`;
  };
  const [user = '', group] = text.split(':');
  const uid = await ask(user, 'no such user', `id -u -- ${q(user)}`);
  if (typeof uid === 'string') return uid;
  const gid =
    group === undefined
      ? await ask(user, 'no such user', `id -g -- ${q(user)}`)
      : await ask(group, 'no such group', `rb_group ${q(group)}`);
  return typeof gid === 'string' ? gid : { uid, gid };
}

async function tryOut(
  agent: Agent,
  words: readonly string[],
  timeoutMs: number,
): Promise<string | undefined> {
  const seconds = Math.ceil(timeoutMs / 1000);
  const command = words.map(q).join(' ');
  const code = `( cd /; if type -P timeout >/dev/null; then timeout ${seconds} ${command}; else ${command}; fi )`;
  const { status, output } = await agent.ask(code);
  return status === 0 ? undefined : lastLine(output.toString()) || `it ended with ${status}`;
}
