import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf, runBlocks, withBlocks } from '../engine/blocks.ts';
import { type InlineProcess, startInline } from '../helpers/run-inline.ts';
import { command } from '../runs/records.ts';
import { resume } from '../runs/resuming.ts';
import { checkContainer, docker, IMAGE, inside, NO_DOCKER, useContainer } from './hosts.ts';

if (NO_DOCKER !== undefined) console.warn(`the tests of containers are not run: ${NO_DOCKER}`);

/** Containers that runs have made for themselves. */
function ownContainers(): string[] {
  const names = docker('ps', '--all', '--format', '{{.Names}}').split('\n');
  return names.filter((name) => /^runbook-[0-9a-f]{12}$/.test(name));
}

/** Starts blocks in a container and waits until the first one has made the file `up` there. */
async function startIn(
  container: string,
  blocks: readonly Block[],
  workdir = `/srv/${randomUUID().slice(0, 8)}`,
): Promise<{ run: InlineProcess; workdir: string }> {
  const args = ['--target', `docker:${container}`, '--workdir', workdir];
  const run = startInline(documentOf(blocks), { args });
  await waitForFile(container, `${workdir}/up`);
  return { run, workdir };
}

const waitForFile = (container: string, path: string): Promise<void> =>
  expect
    .poll(() => inside(container, `[[ -e ${path} ]] && echo there || true`), { timeout: 30_000 })
    .toBe('there\n');

describe.skipIf(NO_DOCKER !== undefined)('a container', () => {
  const container = useContainer();

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'has nothing left of a run after %s, and its cleanup has run',
    async (signal, code) => {
      const { run, workdir } = await startIn(container, [
        [
          'bash run id=b background stop-timeout=1s ready=log:/up/',
          "trap '' TERM; echo up; sleep 987",
        ],
        ['bash run id=s', 'setsid sleep 986 & touch up; sleep 985'],
        ['bash run id=later', 'true'],
        ['bash cleanup id=clean', 'echo cleaned >clean'],
      ]);
      run.kill(signal);
      const result = withBlocks(await run.result);
      expect(result.exitCode, result.stdout + result.stderr).toBe(code);
      expect(result.verdicts['s']).toMatchObject({ status: 'cancelled' });
      expect(inside(container, `cat ${workdir}/clean`)).toBe('cleaned\n');
      expect(await result.survivors()).toEqual([]);
      await checkContainer(container);
    },
  );

  it('has nothing left of an engine that was killed, and the run goes on later', async () => {
    const { run, workdir } = await startIn(container, [
      ['bash run id=one', 'x=kept; cd /tmp; echo once >>"$OLDPWD/one"'],
      ['bash run id=b background ready=log:/up/', 'echo up; sleep 987'],
      ['bash run id=s', 'cd -; setsid sleep 986 & touch up; [[ -e again ]] || sleep 985; kill $!'],
      ['bash test id=t', 'echo "$x"; cat one'],
    ]);
    run.kill('SIGKILL');
    const killed = await run.result;
    expect(await killed.survivors()).toEqual([]);
    await checkContainer(container);
    inside(container, `touch ${workdir}/again`);
    const refused = await resume(killed.place);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('--redo');
    const resumed = await resume(killed.place, ['--redo']);
    expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(0);
    expect(resumed.logs['t']).toBe('kept\nonce\n');
    await checkContainer(container);
  });

  it('has what a killed engine owed to it cleaned up by stop', async () => {
    const { run, workdir } = await startIn(container, [
      ['bash run id=one', 'export WHO=me'],
      ['bash run id=s', 'touch up; sleep 987'],
      ['bash cleanup id=clean', 'echo "$WHO" >clean; rm up'],
    ]);
    run.kill('SIGKILL');
    const { place } = await run.result;
    const stopped = await command(place, 'stop');
    expect(stopped.exitCode, stopped.stdout + stopped.stderr).toBe(0);
    expect(inside(container, `cd ${workdir}; cat clean; ls`)).toBe('me\nclean\n');
    const again = await command(place, 'stop');
    expect(again.stdout).toContain('nothing to stop');
    await checkContainer(container);
  });

  it.each([
    ['its output', /carried\.out/],
    ['its state', /carried\.state/],
    ['the one that asks', /bash --noprofile --norc$/],
  ])('loses a run with the connection for %s, and has nothing left of it', async (_, words) => {
    const { run } = await startIn(container, [['bash run id=s', 'touch up; sleep 987']]);
    const found = run.processes().filter(({ command }) => words.test(command.trim()));
    expect(found).toHaveLength(1);
    process.kill(found[0]?.pid ?? Number.NaN, 'SIGKILL');
    const result = await run.result;
    expect(result.exitCode, result.stdout + result.stderr).toBe(5);
    expect(result.stderr).toContain(`the connection to docker:${container} was lost`);
    expect(await result.survivors()).toEqual([]);
    await checkContainer(container);
  });

  it('shows no secret of a run to who looks at its processes and files', async () => {
    const blocks: Block[] = [
      ['bash run id=s', 'x=$KEY; touch up; read -t 30 <>fifo || true'],
      ['bash run id=t env.OTHER=${key}', 'true'],
    ];
    const workdir = '/srv/secret';
    inside(container, `mkdir -p ${workdir}; mkfifo ${workdir}/fifo`);
    const run = startInline(
      documentOf(blocks, '  params: {key: {type: string, secret: true, env: KEY}}'),
      {
        args: ['--target', `docker:${container}`, '--workdir', workdir],
        env: { KEY: 'very-secret-words-2' },
      },
    );
    await waitForFile(container, `${workdir}/up`);
    const look =
      'grep -rlI very-[s]ecret /tmp || true; grep -la very-[s]ecret /proc/[1-9]*/cmdline || true';
    expect(inside(container, look)).toBe('');
    inside(container, `echo go >${workdir}/fifo`);
    const result = await run.result;
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('that has no interpreter for a block is refused before anything runs', async () => {
    const result = await runBlocks(['touch /ran', ['js run', 'console.log(1)']], {
      args: ['--target', `docker:${container}`],
    });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('`js` blocks need `node`, which is not on PATH');
    expect(inside(container, 'ls /ran 2>/dev/null || true')).toBe('');
    await checkContainer(container);
  });

  it.each([
    ['--keep', ['true'], ['--keep'], '`--keep` and `--target`'],
    ['a step with the terminal', [['bash run tty', 'true'] as Block], [], 'on this host only'],
  ] as const)('is no place for %s', async (_, blocks, more, message) => {
    const result = await runBlocks(blocks, { args: ['--target', `docker:${container}`, ...more] });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(message);
  });

  it('runs two documents at once', async () => {
    const wait = (mine: string, other: string): Block => [
      'bash run id=s',
      `touch ${mine}; until [[ -e ${other} ]]; do sleep 0.1; done; echo ${mine}`,
    ];
    const args = ['--target', `docker:${container}`, '--workdir', '/srv/both'];
    const both = await Promise.all([
      runBlocks([wait('a', 'b')], { args }),
      runBlocks([wait('b', 'a')], { args }),
    ]);
    expect(both.map(({ logs }) => logs['s'])).toEqual(['a\n', 'b\n']);
    await checkContainer(container);
  });
});

describe.skipIf(NO_DOCKER !== undefined)('a container that stops in the middle', () => {
  it.each([
    ['stop', ['stop', '--time', '0'], 'the container has stopped'],
    ['kill', ['kill'], 'the container has stopped'],
    ['rm', ['rm', '--force'], 'the container is gone'],
  ] as const)(
    'by docker %s is said plainly, and the step was interrupted',
    async (_, words, why) => {
      const container = `runbook-test-${randomUUID().slice(0, 8)}`;
      docker('run', '-d', '-i', '--name', container, IMAGE, 'bash', '-c', 'read -r');
      try {
        const { run } = await startIn(container, [
          ['bash run id=one', 'x=kept'],
          ['bash run id=b background ready=log:/up/', 'echo up; sleep 987'],
          ['bash run id=s', 'touch up; [[ -e /again ]] || sleep 986'],
          ['bash test id=t', 'echo "$x"'],
          ['bash cleanup id=clean', 'true'],
        ]);
        docker(...words, container);
        const lost = await run.result;
        expect(lost.exitCode, lost.stdout + lost.stderr).toBe(5);
        expect(lost.stderr).toContain(`the connection to docker:${container} was lost: ${why}`);
        expect(lost.stderr).not.toContain('at ');
        expect(await lost.survivors()).toEqual([]);
        if (why === 'the container is gone') return;
        const without = await resume(lost.place, ['--redo']);
        expect(without.exitCode).toBe(2);
        expect(without.stderr).toContain(`docker start ${container}`);
        docker('start', container);
        inside(container, 'touch /again');
        const resumed = await resume(lost.place, ['--redo']);
        expect(resumed.exitCode, resumed.stdout + resumed.stderr).toBe(0);
        expect(resumed.stdout).toContain('s was interrupted when the engine died: it runs again');
        expect(resumed.logs['t']).toBe('kept\n');
      } finally {
        docker('rm', '--force', container);
      }
    },
  );
});

describe.skipIf(NO_DOCKER !== undefined)('an image', () => {
  const args = ['--target', `docker:${IMAGE}`];

  it('gives a fresh container, which is removed at the end', async () => {
    const first = await runBlocks(['[[ ! -e /made ]]; echo x >/made'], { args });
    expect(first.exitCode, first.stdout + first.stderr).toBe(0);
    const second = await runBlocks(['[[ ! -e /made ]]', ['bash run', 'exit 1']], { args });
    expect(second.exitCode).toBe(1);
    expect(second.statuses).toEqual(['step-1 passed', 'step-2 failed']);
    // There is nothing that it could go on in.
    expect(second.stdout).not.toContain('resume');
    const resumed = await resume(second.place);
    expect(resumed.exitCode).toBe(2);
    expect(resumed.stderr).toContain('its container was made for it and is gone');
    expect(ownContainers()).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves no container after %s',
    async (signal) => {
      const run = startInline(documentOf([['bash run id=s', 'echo begun; sleep 987']]), {
        args: [...args, '--verbose'],
      });
      await expect.poll(() => ownContainers().length, { timeout: 30_000 }).toBe(1);
      const [container = ''] = ownContainers();
      await expect
        .poll(() => inside(container, 'cat /proc/[1-9]*/cmdline').includes('sleep\x00987'), {
          timeout: 30_000,
        })
        .toBe(true);
      run.kill(signal);
      const result = await run.result;
      await expect.poll(ownContainers, { timeout: 30_000 }).toEqual([]);
      expect(await result.survivors()).toEqual([]);
    },
  );
});

/** A `docker` that says what the real one says to a user without permission: to root it never does. */
function fakeClient(said: string): string {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'client-'));
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho "${said}" >&2\nexit 1\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  return `${folder}:${process.env['PATH']}`;
}

describe('a target that cannot be reached', () => {
  const refusedTo = async (
    target: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    const result = await runBlocks(['touch ran', ['bash cleanup', 'true']], {
      args: ['--target', target],
      env,
    });
    expect(result.exitCode, result.stdout + result.stderr).toBe(2);
    expect(result.events).toEqual([]);
    expect(existsSync(join(result.dir, 'ran'))).toBe(false);
    return result.stderr;
  };

  it.each([
    ['docker', 'error --target docker: is no target'],
    ['docker:', 'error --target docker:: is no target'],
    ['docker:--privileged', 'error --target docker:--privileged: is no target'],
    ['ssh:host', 'error --target ssh:host: is no target'],
  ])('by the name %s is a usage error', async (target, message) => {
    expect(await refusedTo(target)).toContain(message);
  });

  it('for want of Docker says how to get it', async () => {
    const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'empty-'));
    expect(await refusedTo('docker:web', { PATH: folder })).toMatchInlineSnapshot(`
      "error docker:web cannot be reached: there is no \`docker\` on PATH
        hint install Docker's client (Debian, Ubuntu: \`apt-get install docker.io\`)
      "
    `);
  });

  it.skipIf(NO_DOCKER !== undefined)('for want of a daemon says so', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    expect(await refusedTo('docker:web', env)).toMatchInlineSnapshot(`
      "error docker:web cannot be reached: Cannot connect to the Docker daemon at unix:///nowhere/docker.sock. Is the docker daemon running?
        hint start it (\`systemctl start docker\`), or say with DOCKER_HOST or \`docker context\` where it is
      "
    `);
  });

  it('for want of permission says who has it', async () => {
    const said =
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock';
    expect(await refusedTo('docker:web', { PATH: fakeClient(said) })).toMatchInlineSnapshot(`
      "error docker:web cannot be reached: this user has no permission to talk to Docker: permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock
        hint run this as root, or as a user of the group \`docker\`
      "
    `);
  });

  it.skipIf(NO_DOCKER !== undefined)('since there is none of that name', async () => {
    expect(await refusedTo('docker:no-such-thing')).toMatchInlineSnapshot(`
      "error docker:no-such-thing cannot be reached: there is no container and no image \`no-such-thing\`
        hint to have the image: docker pull no-such-thing
        hint to see what there is: \`docker ps --all\` and \`docker images\`
      "
    `);
  });

  it.skipIf(NO_DOCKER !== undefined)('since it does not run says how to start it', async () => {
    const container = `runbook-test-${randomUUID().slice(0, 8)}`;
    docker('create', '--name', container, IMAGE, 'true');
    try {
      const said = await refusedTo(`docker:${container}`);
      expect(said.replaceAll(container, 'NAME')).toMatchInlineSnapshot(`
        "error docker:NAME cannot be reached: the container is created
          hint docker start NAME
        "
      `);
    } finally {
      docker('rm', container);
    }
  });

  it.skipIf(NO_DOCKER !== undefined)('since it has no bash', async () => {
    const container = `runbook-test-${randomUUID().slice(0, 8)}`;
    const run = ['run', '-d', '-i', '--name', container, IMAGE, 'bash', '-c'];
    docker(...run, 'mv /bin/bash /bin/gone; read -r');
    try {
      await expect.poll(() => docker('exec', container, 'ls', '/bin')).toContain('gone');
      const said = await refusedTo(`docker:${container}`);
      expect(said.replaceAll(container, 'NAME')).toContain(
        'error docker:NAME cannot be used: bash cannot be started there',
      );
    } finally {
      docker('rm', '--force', container);
    }
  });
});
