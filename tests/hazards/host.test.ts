import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Block, documentOf, runBlocks } from '../engine/blocks.ts';
import { CLI } from '../helpers/paths.ts';
import { runInline, startInline } from '../helpers/run-inline.ts';
import { untilTrue } from '../helpers/terminal.ts';

const folder = (name: string): string =>
  mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), `${name}-`));

describe('a host without a bash that can be used', () => {
  const scripts = folder('shells');
  const script = (name: string, code: string): string => {
    const path = join(scripts, name);
    writeFileSync(path, `#!/bin/sh\n${code}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it('says so before anything has run, with the remedy', async () => {
    const result = await runInline(documentOf(['touch ran', ['bash cleanup', 'touch cleaned']]), {
      env: { PATH: scripts },
    });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatchInlineSnapshot(`
      "error shell blocks need bash 4.4 or newer, and no \`bash\` on PATH
        hint install it (Debian, Ubuntu: \`apt-get install bash\`; Alpine: \`apk add bash\`; macOS: \`brew install bash\`)
        hint or name another one in the document's front matter: \`runbook: {shell: /path/to/bash}\`
      "
    `);
    expect(existsSync(join(result.dir, 'ran'))).toBe(false);
  });

  it.each([
    ['another shell', '/bin/sh', 'is no bash'],
    ['a program that ends at once', '/bin/true', 'is no bash'],
    ['a program that fails', '/bin/false', 'is no bash'],
    ['a program that reads files', '/bin/cat', 'is no bash'],
    ['a program that prints', script('talks', 'echo hello; echo bash'), 'is no bash'],
    ['a program that hangs', script('hangs', 'exec sleep 987.6'), 'gives no answer in 15s'],
  ])('says so of %s under that name', { timeout: 60_000 }, async (_, shell, what) => {
    const result = await runBlocks(['touch ran'], {
      frontMatter: `  shell: ${shell}`,
      timeoutMs: 50_000,
    });
    expect(result.exitCode, result.stdout + result.stderr).toBe(2);
    expect(result.stderr.split('\n')[0]).toBe(
      `error shell blocks need bash 4.4 or newer, and \`${shell}\` ${what}`,
    );
    expect(existsSync(join(result.dir, 'ran'))).toBe(false);
    expect(await result.survivors()).toEqual([]);
  });
});

describe('a shell that hangs at its start', () => {
  it('is waited for no longer when the run is interrupted: nothing has run', {
    timeout: 60_000,
  }, async () => {
    const scripts = folder('shells');
    const begun = join(scripts, 'begun');
    const shell = join(scripts, 'hangs');
    writeFileSync(shell, `#!/bin/sh\ntouch ${begun}\nexec sleep 987.6\n`, { mode: 0o755 });
    const blocks: readonly Block[] = ['touch ran', ['bash cleanup', 'touch cleaned']];
    const run = startInline(documentOf(blocks, `  shell: ${shell}`));
    await untilTrue('the shell', () => existsSync(begun));
    run.kill('SIGINT');
    const result = await run.result;
    expect(result.exitCode, result.stdout + result.stderr).toBe(130);
    expect(result.stdout + result.stderr).not.toContain('gives no answer');
    expect(existsSync(join(result.dir, 'ran')) || existsSync(join(result.dir, 'cleaned'))).toBe(
      false,
    );
    expect(await result.survivors()).toEqual([]);
  });
});

describe('a folder that is gone', () => {
  it.each([['run'], ['check'], ['plan'], ['list'], ['update'], ['resume'], ['history'], ['stop']])(
    'when the command `%s` is started in it, is said to be',
    (name) => {
      const dir = folder('gone');
      writeFileSync(join(dir, 'doc.md'), documentOf(['true']));
      const operands = ['resume', 'history', 'stop'].includes(name) ? [] : [join(dir, 'doc.md')];
      const { status, stdout, stderr } = spawnSync(
        'bash',
        [
          '-c',
          'mkdir in; cd in; rmdir ../in; exec "$0" "$@"',
          process.execPath,
          CLI,
          name,
          ...operands,
        ],
        {
          cwd: dir,
          encoding: 'utf8',
          env: { ...process.env, XDG_STATE_HOME: dir },
          timeout: 20_000,
        },
      );
      expect({ status, stdout, stderr }).toEqual({
        status: 2,
        stdout: '',
        stderr:
          'error the folder in which the command was started is gone\n  hint change to one that is there: cd DIR\n',
      });
    },
  );

  it('between the steps gives each a verdict, and cleanup has one again', async () => {
    const blocks: readonly Block[] = [
      ['bash run id=goes', 'rmdir "$PWD"'],
      ['bash run id=needs keep-going', 'touch made'],
      ['bash run id=needs-not keep-going', 'echo here'],
      ['bash run id=server background ready=log:/up/', 'echo up; sleep 987'],
      ['bash cleanup id=clean', 'pwd; touch cleaned'],
    ];
    const result = await runBlocks(blocks, { args: ['--workdir', 'gone'] });
    expect(result.statuses, result.stdout + result.stderr).toEqual([
      'goes passed',
      'needs failed',
      'needs-not passed',
      'server passed',
      'clean passed',
    ]);
    expect(result.exitCode).toBe(1);
    expect(existsSync(join(result.dir, 'gone/cleaned'))).toBe(true);
    expect(await result.survivors()).toEqual([]);
  });

  it('during cleanup does not keep the rest of it from running', async () => {
    const result = await runBlocks(
      [
        'true',
        ['bash cleanup id=last', 'pwd; touch cleaned'],
        ['bash cleanup id=first', 'rmdir "$PWD"'],
      ],
      { args: ['--workdir', 'gone'] },
    );
    expect(result.statuses, result.stdout + result.stderr).toEqual([
      'step-1 passed',
      'first passed',
      'last passed',
    ]);
    expect(existsSync(join(result.dir, 'gone/cleaned'))).toBe(true);
  });
});

/**
 * A folder that cannot be written: a file system mounted so where that is allowed, a mode where there is
 * no root to ignore it.
 */
describe('a folder that cannot be written', () => {
  const base = folder('read-only');
  const locked = join(base, 'locked');
  const mount = `mount -t tmpfs -o ro none '${locked}'`;
  const ways = [
    ['unshare', '-rm', 'sh', '-c', `${mount} && exec "$0" "$@"`],
    ['unshare', '-m', 'sh', '-c', `${mount} && exec "$0" "$@"`],
    ['sh', '-c', 'exec "$0" "$@"'],
  ];
  let way: readonly string[] = [];
  beforeAll(() => {
    mkdirSync(locked, { mode: 0o555 });
    way = ways.find((words) => run(words, ['test', '!', '-w', locked]).status === 0) ?? [];
    expect(way, 'nothing here can make a folder read-only').not.toEqual([]);
  });

  const run = ([program = '', ...first]: readonly string[], words: readonly string[]) =>
    spawnSync(program, [...first, ...words], {
      cwd: base,
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, XDG_STATE_HOME: join(base, 'state') },
    });

  const runDocument = (blocks: readonly Block[], ...args: readonly string[]) => {
    writeFileSync(join(base, 'doc.md'), documentOf(blocks));
    return run(way, [process.execPath, CLI, 'run', 'doc.md', ...args]);
  };

  it('as the folder of records is exit 5 before anything has run', () => {
    const { status, stdout, stderr } = runDocument(['touch ran'], '--state-dir', locked);
    expect(stderr).toContain("(state-folder): cannot write the run's folder: ");
    expect(stderr).toContain('hint give another folder with --state-dir, or set XDG_STATE_HOME');
    expect({ status, stdout }).toEqual({ status: 5, stdout: '' });
    expect(existsSync(join(base, 'ran'))).toBe(false);
  });

  it('as the working directory fails what writes there, and nothing else', () => {
    const { status, stdout } = runDocument(
      [
        ['bash run id=reads keep-going', 'ls'],
        ['bash run id=writes keep-going', 'touch made'],
        ['yaml configure id=file keep-going file=a.yaml', 'a: 1'],
        ['bash cleanup id=clean', 'echo cleaned'],
      ],
      '--workdir',
      locked,
    );
    expect(status).toBe(1);
    const signs = stdout
      .split('\n')
      .filter((line) => /^[✔✗] +(reads|writes|file|clean) /.test(line));
    expect(signs.map((line) => line.slice(0, 8).trim())).toMatchInlineSnapshot(`
      [
        "✔ reads",
        "✗ writes",
        "✗ file",
        "✔ clean",
      ]
    `);
    expect(stdout).toMatch(/read-only file system|permission denied/i);
  });

  it('as the place for a working directory is exit 5 before anything has run', () => {
    const { status, stdout, stderr } = runDocument(['touch ran'], '--workdir', join(locked, 'w'));
    expect(stderr).toContain('(workdir): cannot create the working directory ');
    expect(stderr).toContain('hint give another one with --workdir');
    expect({ status, stdout }).toEqual({ status: 5, stdout: '' });
    expect(existsSync(join(base, 'ran'))).toBe(false);
  });
});

describe('a large environment', () => {
  it('of 10,000 variables goes to each step and comes back from it', {
    timeout: 90_000,
  }, async () => {
    const env = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`RB_V${i}`, `${i}`]));
    const result = await runBlocks(
      [
        'echo "$RB_V9999"; export RB_V1=changed; RB_NEW=x',
        'env | grep -c "^RB_V"; echo "$RB_V1 $RB_NEW"',
      ],
      { env, timeoutMs: 80_000 },
    );
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.logs).toEqual({ 'step-1': '9999\n', 'step-2': '10000\nchanged x\n' });
  });

  it('with a variable of 200 KB fails the step that starts a program, with what the system says', async () => {
    const result = await runBlocks([
      ['bash run id=a', 'printf -v BIG "%200000s" x; export BIG'],
      ['bash run id=b keep-going', '/bin/true'],
      ['bash run id=c', 'echo "${#BIG}"; unset BIG; /bin/echo works'],
    ]);
    expect(result.statuses).toEqual(['a passed', 'b failed', 'c passed']);
    expect(result.stdout).toContain('Argument list too long');
    expect(result.logs['c']).toBe('200000\nworks\n');
  });
});
