import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { eventsOf, startInline } from '../helpers/run-inline.ts';
import {
  type Block,
  type BlocksOptions,
  type BlocksResult,
  documentOf,
  reasonOf,
  runBlocks,
  withBlocks,
} from './blocks.ts';
import { HTTP, PORT, server } from './server.ts';

const LONG = { timeout: 60_000 };

/** Whether this host lets us be somebody else: as root, or by `sudo` without a password. */
const canSwitch =
  process.getuid?.() === 0 || spawnSync('sudo', ['-n', '-u', 'nobody', 'true']).status === 0;

/** Runs blocks with `user=nobody` in a folder that everybody may enter; `undefined` after a refusal. */
async function runOthers(
  blocks: readonly Block[],
  options: BlocksOptions = {},
): Promise<BlocksResult | undefined> {
  const result = await runBlocks([['bash run id=begin', 'cd /'], ...blocks], {
    timeoutMs: 50_000,
    ...options,
  });
  if (canSwitch) return result;
  expectRefusal(result);
  return undefined;
}

function expectRefusal({ exitCode, stdout, stderr }: BlocksResult): void {
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toMatch(/needs root or `sudo`|cannot run a step as `nobody`/);
}

describe('a step with user=', LONG, () => {
  it('begins where the session is, with what that exports, as that user', async () => {
    const result = await runOthers([
      `export X='a "b"\n c' ; plain=1; cd /usr; f() { echo "f $1"; }; export -f f`,
      [
        'bash run id=s user=nobody',
        `id -un; echo "$PWD $HOME $USER $LOGNAME"; echo "$X" "\${plain-unset}"; f 1; cat; echo "$0 $#"`,
      ],
    ]);
    if (result === undefined) return;
    const home = spawnSync('bash', ['-c', 'echo ~nobody'], { encoding: 'utf8' }).stdout.trim();
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['s']).toBe(
      `nobody\n/usr ${home} nobody nobody\na "b"\n c unset\nf 1\nbash 0\n`,
    );
  });

  it('gives no state back', async () => {
    const result = await runOthers([
      'export X=1',
      ['bash run user=nobody', 'X=2; export Y=3; cd /usr; f() { :; }; set +e; umask 077; exit 0'],
      ['bash run id=after', `echo "$X \${Y-unset} $PWD $(type -t f || echo none)"`],
    ]);
    if (result === undefined) return;
    expect(result.logs['after']).toBe('1 unset / none\n');
  });

  it('has its own folder, file to read and variables', async () => {
    const result = await runOthers([
      [
        'bash run id=s user=nobody cwd=/usr stdin=/etc/hostname env.HOME=/opt env.N="a  b"',
        'read -r line; echo "$PWD $HOME $USER $N"; [[ $line == "$(</etc/hostname)" ]] && (echo "$N")',
      ],
      ['bash run id=after', `echo "$PWD \${N-unset}"`],
    ]);
    if (result === undefined) return;
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs).toMatchObject({ s: '/usr /opt nobody a  b\na  b\n', after: '/ unset\n' });
  });

  it('prints in the true order, and is held against its expectations', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? `o${i}` : `e${i}`));
    const code = lines.map((line) => `echo ${line}${line.startsWith('e') ? ' >&2' : ''}`);
    const document = [
      documentOf([
        ['bash run id=begin', 'cd /'],
        ['bash run id=s user=nobody', code.join('\n')],
      ]),
      documentOf([['output', lines.join('\n')]]),
      documentOf([['bash run id=apart user=nobody', 'echo one; echo two >/dev/stderr']]),
      documentOf([
        ['stdout', '<<first:word>>'],
        ['stderr', 'two'],
      ]),
      documentOf([['bash run id=captured user=nobody capture=whole', 'echo " a b "; echo x >&2']]),
      documentOf([['bash run id=after', 'echo "$first [$whole]"']]),
    ].join('\n');
    const result = withBlocks(await startInline(document, { timeoutMs: 50_000 }).result);
    if (!canSwitch) return expectRefusal(result);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['after']).toBe('one [a b]\n');
  });

  it.each([
    ['a command', 'echo a\n\nfalse\necho never', 3, 'false', 1],
    ['a function', 'f() {\n  (exit 4)\n}\nf', 2, '(exit 4)', 4],
    ['a pipeline', 'true\nfalse | true\necho never', 2, 'false | true', 1],
    ['a substitution', 'true\nx=$(false; echo never)', 2, 'x=$(false; echo never)', 1],
    ['a variable that is not set', 'set -u\necho "$nothing"', 2, 'echo "$nothing"', 1],
  ])('stops at %s that fails, and names the line', async (_, code, line, source, exit) => {
    const result = await runOthers([['bash run id=s user=nobody', code]]);
    if (result === undefined) return;
    const reason = reasonOf(result, 's');
    expect(reason).toMatchObject({ kind: 'exit', exit: { code: exit } });
    expect(result.logs['s']).not.toContain('never');
    const opening = documentOf([['bash run id=begin', 'cd /']]).split('\n').length;
    // Descriptors do not come through `sudo`, and with them what the trap says.
    if (process.getuid?.() === 0)
      expect(reason).toMatchObject({ command: { line: opening + 1 + line, source } });
  });

  it('ends with its own status', async () => {
    const result = await runOthers([
      ['bash run user=nobody exit=3', 'trap "echo bye" EXIT; exit 3'],
      ['bash run user=nobody exit=nonzero', 'kill -9 $$'],
    ]);
    if (result === undefined) return;
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['step-2']).toBe('bye\n');
  });

  it('is stopped when its time is up, with all that it started', async () => {
    const result = await runOthers([
      [
        'bash run id=s user=nobody timeout=3s',
        'setsid sleep 1000 & (trap "" TERM; sleep 1001) & echo started; sleep 1002',
      ],
    ]);
    if (result === undefined) return;
    expect(reasonOf(result, 's')).toMatchObject({ kind: 'timeout' });
    expect(await result.survivors()).toEqual([]);
  });

  it('is stopped by Ctrl-C, with all that it started', async () => {
    const document = documentOf([
      ['bash run id=begin', 'cd /'],
      ['bash run id=s user=nobody', 'sleep 1000 & touch "/tmp/$MARK"; sleep 1001'],
      ['bash cleanup id=tidy user=nobody', 'rm "/tmp/$MARK"'],
    ]);
    const mark = `runbook-test-${process.pid}-${Date.now()}`;
    const run = startInline(document, { env: { MARK: mark }, timeoutMs: 50_000 });
    if (!canSwitch) return expectRefusal(withBlocks(await run.result));
    while (!existsSync(`/tmp/${mark}`) && run.child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    run.kill('SIGINT');
    const result = withBlocks(await run.result);
    expect(result.exitCode).toBe(130);
    expect(result.statuses).toContain('tidy passed');
    expect(existsSync(`/tmp/${mark}`)).toBe(false);
    expect(await result.survivors()).toEqual([]);
  });

  it('fails when it leaves something running', async () => {
    const result = await runOthers([['bash run id=s user=nobody', 'sleep 1000 & echo on']]);
    if (result === undefined) return;
    expect(reasonOf(result, 's')).toMatchObject({
      kind: 'leftover',
      processes: [{ command: 'sleep 1000' }],
    });
    expect(await result.survivors()).toEqual([]);
  });

  it('is a service that is stopped in the end', async () => {
    const result = await runOthers([
      [
        'bash run id=service user=nobody background ready=log:/^up$/ stop-timeout=20s',
        'trap "echo down; exit" TERM; id -un; echo up; while :; do sleep 0.1; done',
      ],
      'true',
    ]);
    if (result === undefined) return;
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['service']).toMatch(/^nobody\nup\n(?:.*Terminated.*\n)?down\n$/);
    const stopped = eventsOf(result.events, 'background-stopped');
    expect(stopped).toMatchObject([{ step: 'service', killed: false }]);
    expect(await result.survivors()).toEqual([]);
  });

  it('is known to listen where nobody may look into the processes of others, as in a container', async () => {
    const isRoot = process.getuid?.() === 0;
    const result = await runOthers(
      [
        [`bash run id=service user=nobody background ${HTTP}`, server()],
        ['bash run id=impostor user=nobody background ready=port:${port}', 'exec sleep 1000'],
      ],
      {
        frontMatter: PORT,
        ...(isRoot ? { through: ['setpriv', '--bounding-set=-sys_ptrace'] } : {}),
      },
    );
    if (result === undefined) return;
    expect(result.verdicts['service'], result.stdout).toMatchObject({ status: 'passed' });
    expect(reasonOf(result, 'impostor')).toMatchObject({ kind: 'address-taken' });
    expect(await result.survivors()).toEqual([]);
  });

  it('runs other languages from a file that nobody else reads, and that is gone afterwards', async () => {
    const result = await runOthers([
      [
        'python run id=py user=nobody',
        'import os, stat, sys\nplace = os.path.dirname(__file__)\nprint(os.getuid(), oct(stat.S_IMODE(os.stat(place).st_mode)), os.getcwd(), sys.stdin.read() == "")\nprint(__file__)',
      ],
      ['zsh run id=own user=nobody interpreter="bash {file} one"', 'echo "$1 ${0##*/}"; id -un'],
      ['perl run id=fails user=nobody exit=7', 'print "x\\n"; exit 7'],
    ]);
    if (result === undefined) return;
    expect(result.exitCode, result.stdout).toBe(0);
    const uid = spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout.trim();
    const [facts, path = ''] = (result.logs['py'] ?? '').split('\n');
    expect(facts).toBe(`${uid} 0o700 / True`);
    expect(path).toMatch(/\/runbook\.\w+\/py\.py$/);
    expect(existsSync(path)).toBe(false);
    expect(result.logs['own']).toBe('one own.zsh\nnobody\n');
  });

  it('shows neither its code nor a secret to others, and sees nothing of the run', async () => {
    const look = [
      'word=seen-in; word+=-arguments',
      'for file in /proc/[0-9]*/cmdline; do',
      `  mapfile -d '' words 2>/dev/null <"$file" || continue`,
      '  for wanted in "$TOKEN" "$word"; do',
      '    if [[ "$' + '{words[*]}" == *"$wanted"* ]]; then echo "$wanted in $file"; fi',
      '  done',
      'done 2>/dev/null',
      ': seen-in-arguments',
      'if ls "$XDG_STATE_HOME"/runbook >/dev/null 2>&1; then echo readable; fi',
      'echo "$' + '{#TOKEN}"',
    ].join('\n');
    const result = await runOthers([['bash run id=s user=nobody', look]], {
      frontMatter: '  params: {TOKEN: {secret: true}}',
      env: { TOKEN: 'correct horse battery' },
    });
    if (result === undefined) return;
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.logs['s']).toBe('21\n');
  });

  it('fails before it begins when there is no such user, which an earlier step could have made', async () => {
    const result = await runBlocks([
      ['bash run id=before', 'true'],
      ['bash run id=s user=nobody-here', 'touch never'],
      ['bash cleanup id=after user=nobody-here', 'touch never'],
    ]);
    if (!canSwitch) return expectRefusal(result);
    expect(result.statuses).toEqual(['before passed', 's failed', 'after failed']);
    expect(reasonOf(result, 's')).toEqual({
      kind: 'cannot-start',
      message: '`user=`: no such user: nobody-here',
      hint: 'create the user in an earlier step, or correct `user=`',
    });
    expect(existsSync(`${result.dir}/never`)).toBe(false);
  });

  it('needs nothing when the user is the one who runs it, and gives no state back either', async () => {
    const name = userInfo().username;
    const result = await runBlocks([
      ['bash run id=s', 'X=1'],
      [`bash run id=own user=${name}`, 'export X=2; id -un; cd /; false; echo never'],
      ['bash cleanup id=after', 'echo "$X $PWD"'],
    ]);
    expect(reasonOf(result, 'own')).toMatchObject({
      command: { source: 'export X=2; id -un; cd /; false; echo never' },
    });
    expect(result.logs).toMatchObject({ own: `${name}\n`, after: `1 ${result.dir}\n` });
  });
});
