import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../../plan/usage-error.ts';
import { lastLine } from '../remote/agent.ts';
import type { Reach } from '../remote/reach.ts';

/** Docker answers at once, unless its daemon hangs. */
const ANSWER_MS = 30_000;
/** So long it may take until an end is known, and so often it is asked for. */
const SETTLED_MS = 3_000;
const LOOK_EVERY_MS = 200;
/** So long a container may take to end by itself. */
const END_MS = 10_000;

/** What Docker's client said. */
interface Said {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Finds the container, or makes one of the image, that `docker:NAME` means.
 *
 * @throws {@link UsageError} when Docker cannot be asked, or knows neither.
 */
export async function reachDocker(name: string): Promise<Reach> {
  const asked = `docker:${name}`;
  const container = await ask(asked, 'container', 'inspect', '--format', STATE, '--', name);
  if (container.status === 0) {
    checkRunning(asked, name, container.stdout.trim());
    return reachContainer(asked, name, false, async () => {});
  }
  const image = await ask(asked, 'image', 'inspect', '--format', '{{.Id}}', '--', name);
  if (image.status === 0) return startContainer(asked, name);
  if (!/no such (?:image|object)/i.test(image.stderr))
    throw new UsageError(`${asked} cannot be reached: ${lastLine(image.stderr)}`);
  throw new UsageError(
    `${asked} cannot be reached: there is no container and no image \`${name}\``,
    [
      `to have the image: docker pull ${name}`,
      'to see what there is: `docker ps --all` and `docker images`',
    ],
  );
}

const STATE = '{{.State.Status}} {{.State.ExitCode}}';

function checkRunning(asked: string, name: string, state: string): void {
  const [status = ''] = state.split(' ');
  if (status === 'running') return;
  const act = status === 'paused' ? 'unpause' : 'start';
  throw new UsageError(`${asked} cannot be reached: the container is ${status}`, [
    `docker ${act} ${name}`,
  ]);
}

function reachContainer(
  asked: string,
  container: string,
  isFresh: boolean,
  close: () => Promise<void>,
): Reach {
  return {
    name: asked,
    isFresh,
    command: (words) => ['docker', 'exec', '-i', container, ...words],
    explainLoss: () => explainLoss(container, isFresh),
    close,
  };
}

async function explainLoss(
  container: string,
  isFresh: boolean,
): Promise<{ why: string; hint: string }> {
  const { status, stdout, stderr } = await inspectEnd(container);
  const again = isFresh
    ? 'the container was made for this run and is gone: run the document again'
    : `to go on after it is running again (docker start ${container}): runbook resume`;
  const [state = '', code = ''] = stdout.trim().split(' ');
  if (status !== 0) {
    const isGone = /no such/i.test(stderr);
    return { why: isGone ? 'the container is gone' : lastLine(stderr), hint: again };
  }
  if (state === 'removing' || state === 'dead')
    return { why: 'the container is gone', hint: again };
  if (state === 'exited') return { why: `the container has stopped (exit ${code})`, hint: again };
  if (state !== 'running') return { why: `the container is ${state}`, hint: again };
  const hint = isFresh ? again : 'to go on: runbook resume';
  return { why: 'the container runs, but nothing answers in it', hint };
}

/** The state of a container that may be ending: the daemon tells of it a moment later than its processes. */
async function inspectEnd(container: string): Promise<Said> {
  const deadline = performance.now() + SETTLED_MS;
  for (;;) {
    const said = await runDocker(['container', 'inspect', '--format', STATE, '--', container]);
    if (!/^(?:running|removing)/.test(said.stdout) || performance.now() > deadline) return said;
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Makes a container that lives as long as this program: its first process waits for the end of its
 * stdin, which comes also when this program is killed, and Docker removes what has ended.
 */
async function startContainer(asked: string, image: string): Promise<Reach> {
  const container = `runbook-${randomBytes(6).toString('hex')}`;
  const wait = 'trap "exit 0" TERM INT; echo up; read -r';
  const child = spawn(
    'docker',
    ['run', '--rm', '-i', '--name', container, '--entrypoint', 'bash', image, '-c', wait],
    { detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  child.stdin.on('error', () => {});
  const complaints: Buffer[] = [];
  child.stderr.on('data', (bytes: Buffer) => complaints.push(bytes));
  const isUp = await new Promise<boolean>((resolve) => {
    child.stdout.once('data', () => resolve(true));
    child.once('close', () => resolve(false)).once('error', () => resolve(false));
  });
  if (isUp) return reachContainer(asked, container, true, () => removeContainer(child, container));
  const said = Buffer.concat(complaints).toString().trim().split('\n');
  const reason = said.find((line) => line.includes('rror')) ?? said[0] ?? '';
  throw new UsageError(`${asked} cannot be reached: no container can be started: ${reason}`, [
    'the image needs bash',
  ]);
}

async function removeContainer(child: ChildProcess, container: string): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('close', () => resolve());
  });
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await ended;
  clearTimeout(timer);
  // What is gone already is no error.
  await runDocker(['container', 'rm', '--force', '--volumes', container]);
}

/** @throws {@link UsageError} when Docker itself cannot be asked */
async function ask(asked: string, ...args: string[]): Promise<Said> {
  const said = await runDocker(args);
  const trouble = describeTrouble(said);
  if (trouble !== undefined)
    throw new UsageError(`${asked} cannot be reached: ${trouble.what}`, [trouble.hint]);
  return said;
}

function describeTrouble({ status, stderr }: Said): { what: string; hint: string } | undefined {
  if (status === NO_CLIENT)
    return {
      what: 'there is no `docker` on PATH',
      hint: "install Docker's client (Debian, Ubuntu: `apt-get install docker.io`)",
    };
  if (/permission denied/i.test(stderr))
    return {
      what: `this user has no permission to talk to Docker: ${lastLine(stderr)}`,
      hint: 'run this as root, or as a user of the group `docker`',
    };
  if (/cannot connect to the docker daemon|error during connect|connection refused/i.test(stderr))
    return {
      what: lastLine(stderr),
      hint: 'start it (`systemctl start docker`), or say with DOCKER_HOST or `docker context` where it is',
    };
  return undefined;
}

/** A status that no program has. */
const NO_CLIENT = -1;

function runDocker(args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile('docker', args, { timeout: ANSWER_MS }, (error, stdout, stderr) => {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT')
        return resolve({ status: NO_CLIENT, stdout, stderr });
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      const late = error?.killed === true ? `no answer in ${ANSWER_MS / 1000}s` : stderr;
      resolve({ status, stdout, stderr: late });
    });
  });
}
