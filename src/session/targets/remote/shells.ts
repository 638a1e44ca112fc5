import { type ChildProcess, execFile, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExitStatus } from '../../../expect/types.ts';
import { PIPES } from '../../bash-files.ts';
import { quoteForShell as q } from '../../quote-for-shell.ts';
import type { LaunchedShell, ShellHost, ShellLaunch } from '../types.ts';
import type { Agent } from './agent.ts';
import { describeLoss } from './lost-target.ts';
import type { Reach } from './reach.ts';
import type { RemoteScripts } from './scripts.ts';

/** A longer text would take an agent long, which reads byte by byte. */
const LONG_TEXT = 256 * 1024;

/** The pipes that are on this side as well, where `Shell` has them. */
const CARRIED = [PIPES.control, PIPES.out, PIPES.err, PIPES.state, PIPES.snapshot, PIPES.begun];

/**
 * Carries the pipes of a shell, in processes of their own, so that nothing is lost when the shell is
 * killed. They hold the pipes open for writing: a reader of such a pipe is never at its end. The end of
 * stdin is that of the run.
 */
const CARRY_OUTPUT = [
  'cd -- "$1" && exec 3<>out 4<>err 5<>bash && : >carried.out || exit',
  'cat <&3 5<&- & a=$!',
  'cat <&4 >&2 5<&- & b=$!',
  'cat >&5; kill "$a" "$b"',
].join('\n');

/** The number of the last step that has begun is kept in a file, which is asked for when the shell is gone. */
const CARRY_STATE = [
  'cd -- "$1" && exec 3<>state 4<>snapshot 5<>begun && : >carried.state || exit',
  'cat <&3 & a=$!',
  'cat <&4 >&2 & b=$!',
  `while IFS= read -r n <&5; do if [[ $n == end ]]; then : >begun.done; else printf '%s\\n' "$n" >begun.last; fi; done & c=$!`,
  'cat >/dev/null; kill "$a" "$b" "$c"',
].join('\n');

/** Starts shells on a host that an agent is on. */
export function createRemoteShells(reach: Reach, agent: Agent, scripts: RemoteScripts): ShellHost {
  return { launch: (launch) => launchRemoteShell(reach, agent, scripts, launch) };
}

async function launchRemoteShell(
  reach: Reach,
  agent: Agent,
  scripts: RemoteScripts,
  launch: ShellLaunch,
): Promise<LaunchedShell> {
  if (launch.keeper !== undefined) throw new Error('no terminal can be given to another host');
  const { folder } = launch;
  const place = scripts.shellFolder(folder);
  const paths = CARRIED.map((name) => join(folder, name));
  await promisify(execFile)('mkfifo', ['-m', '600', '--', ...paths]);
  // Without a writer there would be an end to read already.
  const held = openSync(join(folder, PIPES.control), constants.O_RDWR | constants.O_NONBLOCK);
  const started = startLeader(reach, createStart(launch, place));
  const { leader, job } = await started.ready.catch(async (error) => {
    closeSync(held);
    // Where nothing answers any more, that is what is to be said.
    await agent.ask(':');
    throw error;
  });
  const run = launch.env['RUNBOOK_RUN'];
  const known = run === undefined ? '' : `rb_run=${q(run)}; `;
  await agent.ask(`${known}rb_leaders+=" ${leader}"`);
  const carriers = [
    carry(reach, CARRY_OUTPUT, place, folder, [PIPES.control, PIPES.out, PIPES.err]),
    carry(reach, CARRY_STATE, place, folder, [undefined, PIPES.state, PIPES.snapshot]),
  ];
  let isOpen = true;
  const lost = new Promise<never>((_, reject) => {
    for (const carrier of carriers)
      carrier.once('exit', () => {
        if (!isOpen) return;
        // What the shell prints, or is told, is lost from here on.
        agent.abandon();
        started.child.kill('SIGKILL');
        void describeLoss(reach).then(reject);
      });
  });
  // Where nobody waits for the shell, it is told by whatever is asked next.
  lost.catch(() => {});
  // A shell that ends before it reads what is fed to it would leave a writer behind.
  void started.exited.then(() => {
    const pipes = [PIPES.restore, PIPES.step].map((name) => q(join(place, name)));
    agent.ask(pipes.map((pipe) => `: <>${pipe}`).join('; ')).catch(() => {});
  });
  return {
    leader: { pid: leader, child: started.child, exited: started.exited },
    own: new Set([leader, job]),
    lost,
    async isIdle() {
      const words = [String(job), join(place, PIPES.control)].map(q).join(' ');
      return (await agent.ask(`rb_idle ${words}`)).status === 0;
    },
    kill: () => void agent.ask(`kill -s KILL ${job}`).catch(() => {}),
    async put(name, text) {
      await scripts.settle();
      await agent.demand(`printf %s ${q(text)} >${q(join(place, name))}`, `write ${name}`);
    },
    // Its carriers end with us.
    begin: () => {},
    async feed(pipe, text) {
      await scripts.settle();
      const path = join(place, pipe);
      if (text.length > LONG_TEXT) return feedApart(reach, path, text, started.exited);
      await agent.ask(`{ printf %s ${q(text)} >${q(path)}; } 2>/dev/null &`);
    },
    async mark(pipes, marker) {
      const words = [place, marker, ...pipes].map(q).join(' ');
      await agent.demand(`( rb_mark ${words} )`, 'end a shell');
      // The end of the output is marked first, and only once somebody asks what had begun.
      if (!pipes.includes(PIPES.state)) return;
      const last = await agent.demand(`( rb_begun ${q(place)} )`, 'end a shell');
      if (/^\d+\n$/.test(last)) tellBegun(folder, last);
    },
    close: () => {
      isOpen = false;
      closeSync(held);
      for (const carrier of carriers) carrier.kill('SIGKILL');
    },
  };
}

/** What the bash does that leads the shell's session there, before it starts the shell and after. */
function createStart({ bash, files, env }: ShellLaunch, place: string): string {
  const pipes = Object.values(PIPES).join(' ');
  return [
    `umask 077; mkdir -- ${q(place)} && cd -- ${q(place)} || exit 3`,
    ...Object.entries(files).map(([name, text]) => `printf %s ${q(text)} >${q(name)} || exit 3`),
    `mkfifo -m 600 -- ${pipes} || exit 3`,
    'umask 022',
    'for n in $(compgen -e); do unset -v "$n"; done',
    ...Object.entries(env).map(([name, value]) => `export ${name}=${q(value)}`),
    "trap 'g=1' HUP INT QUIT TERM USR1 USR2",
    // Until somebody carries what is written.
    `exec 3<>${PIPES.out} 4<>${PIPES.err} 5<>${PIPES.state} 6<>${PIPES.snapshot} 7<>${PIPES.begun}`,
    // A job has a process group of its own, and takes signals as one of a terminal does.
    'set -m',
    `${q(bash)} --noprofile --norc ${PIPES.control} </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- &`,
    'p=$!',
    `printf 'ready %s %s\\n' "$$" "$p"`,
    'while :; do',
    '  g=; wait "$p"; s=$?',
    // Stopped, or a signal was for this one.
    '  if kill -0 "$p" 2>/dev/null; then sleep 0.1; continue; fi',
    '  if [[ -n $g ]]; then wait "$p"; t=$?; if (( t != 127 )); then s=$t; fi; fi',
    '  break',
    'done',
    // What nobody carries yet goes with the last who has the pipe open.
    'for ((n = 0; n < 500; n++)); do [[ -e carried.out && -e carried.state ]] && break; sleep 0.02; done',
    `printf 'exit %s\\n' "$s"`,
    'exit 0',
    '',
  ].join('\n');
}

interface Leader {
  readonly child: ChildProcess;
  readonly ready: Promise<{ readonly leader: number; readonly job: number }>;
  readonly exited: Promise<ExitStatus>;
}

function startLeader(reach: Reach, code: string): Leader {
  // Through stdin: what it exports may be secret, and arguments can be read by others.
  const read = `IFS= read -r -d '' c; exec </dev/null; eval "$c"`;
  const words = ['bash', '--noprofile', '--norc', '-c', read];
  const [program, ...args] = reach.command(words);
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {});
  child.stdin.write(`${code}\0`);
  let said = '';
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => {
    complaints = (complaints + bytes.toString()).slice(-4096);
  });
  const closed = new Promise<ExitStatus>((resolve) => {
    child.once('error', () => resolve({ code: 127 }));
    child.once('close', () => {
      const status = /^exit (\d+)$/m.exec(said)?.[1];
      resolve(status === undefined ? { signal: 'KILL' } : { code: Number(status) });
    });
  });
  const ready = new Promise<{ leader: number; job: number }>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const [, leader, job] = /^ready (\d+) (\d+)$/m.exec(said) ?? [];
      if (leader !== undefined && job !== undefined)
        resolve({ leader: Number(leader), job: Number(job) });
    });
    void closed.then(() =>
      reject(new Error(`no shell can be started on ${reach.name}: ${complaints.trim()}`)),
    );
  });
  return { child, ready, exited: closed };
}

/** Carries pipes to the ones of the same names on this side; without a name stdin only tells of the end. */
function carry(
  reach: Reach,
  code: string,
  place: string,
  folder: string,
  [input, out, err]: readonly [string | undefined, string, string],
): ChildProcess {
  const [program, ...args] = reach.command([
    'bash',
    '--noprofile',
    '--norc',
    '-c',
    code,
    'bash',
    place,
  ]);
  const open = (name: string, flags: number): number => openSync(join(folder, name), flags);
  // Not open for writing as well: it would never see the end that comes with ours.
  const fds = [
    ...(input === undefined ? [] : [open(input, constants.O_RDONLY | constants.O_NONBLOCK)]),
    open(out, constants.O_RDWR),
    open(err, constants.O_RDWR),
  ];
  const stdio: StdioOptions = input === undefined ? ['pipe', ...fds] : fds;
  const child = spawn(program, args, { detached: true, stdio });
  child.on('error', () => {});
  for (const fd of fds) closeSync(fd);
  return child;
}

/** A text of any length, in a connection of its own. */
function feedApart(
  reach: Reach,
  path: string,
  text: string,
  ended: Promise<unknown>,
): Promise<void> {
  const words = ['bash', '--noprofile', '--norc', '-c', 'cat >"$1"', 'bash', path];
  const [program, ...args] = reach.command(words);
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => {});
  child.stdin.end(text);
  return new Promise((resolve) => {
    child.once('close', () => resolve()).once('error', () => resolve());
    void ended.then(() => resolve());
  });
}

/** Puts the number of the last step that has begun where `BeginCounter` reads it. */
function tellBegun(folder: string, number: string): void {
  // Open for reading as well, since nobody else may have it open any more.
  const fd = openSync(join(folder, PIPES.begun), constants.O_RDWR | constants.O_NONBLOCK);
  writeSync(fd, number);
  closeSync(fd);
}
