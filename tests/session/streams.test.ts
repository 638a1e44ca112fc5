import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonOf, runBlocks } from '../engine/blocks.ts';

describe('the streams and surroundings of a step', () => {
  it.each([
    ['read', 'read x || true; echo next', 'next\n'],
    ['cat', 'cat; echo next', 'next\n'],
    ['bash', 'bash; echo next', 'next\n'],
    ['a loop over stdin', 'while read -r l; do echo "$l"; done; echo next', 'next\n'],
  ])('H1: stdin is empty for %s', async (_, code, printed) => {
    const result = await runBlocks([code, 'echo second']);
    expect(result.logs).toEqual({ 'step-1': printed, 'step-2': 'second\n' });
  });

  it('H1: stdin= is a file, for this step only', async () => {
    const result = await runBlocks([['bash run stdin=in.txt', 'cat'], 'cat; echo empty'], {
      files: { 'in.txt': 'from file\n' },
    });
    expect(result.logs).toEqual({ 'step-1': 'from file\n', 'step-2': 'empty\n' });
  });

  it('writing to /dev/stderr, /dev/stdout and the descriptors works', async () => {
    const result = await runBlocks([
      'echo a >/dev/stderr; echo b >/dev/stdout; echo c >/dev/fd/2; echo d | tee /dev/stderr',
    ]);
    expect(result.logs['step-1']).toBe('a\nb\nc\nd\nd\n');
  });

  it('writing to /dev/stderr works when the streams are kept apart', async () => {
    const result = await runBlocks([
      'echo a >/dev/stderr; echo b >/dev/stdout',
      ['stderr', 'a'],
      ['stdout', 'b'],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('the order of stdout and stderr is the true one', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `${i % 2 === 0 ? 'out' : 'err'} ${i}`);
    const result = await runBlocks([
      'for ((i = 0; i < 200; i += 2)); do echo "out $i"; echo "err $((i + 1))" >&2; done',
      ['output', lines.join('\n')],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('H45: a last line without its newline is kept and shown', async () => {
    const result = await runBlocks(['printf "one\\ntwo"; exit 1']);
    expect(result.logs['step-1']).toBe('one\ntwo');
    expect(result.stdout).toContain('    one\n    two\n');
  });

  it('NUL bytes and invalid UTF-8 reach the log as they are', async () => {
    const result = await runBlocks([`printf 'a\\0b\\xff\\n'; true`]);
    const log = join(result.stateDir, 'runbook/runs');
    expect(result.exitCode).toBe(0);
    const [end] = result.events.filter((event) => event.type === 'step-end');
    expect(end?.log?.startsWith(log)).toBe(true);
    expect([...readFileSync(end?.log ?? '')]).toEqual([97, 0, 98, 255, 10]);
  });

  it('a step cannot end its own output early by what it prints', async () => {
    const result = await runBlocks([`printf 'a\\x1eb\\x1e\\x1e'; echo c`]);
    expect(result.logs['step-1']).toBe('a\x1eb\x1e\x1ec\n');
  });

  it('H23: env.NAME is for this step only', async () => {
    const result = await runBlocks([
      'export A=1; B=1',
      ['bash run env.A=2 env.B=2 env.C_d=2', `bash -c 'echo "$A $B $C_d"'`],
      `bash -c 'echo "$A [$B] [$C_d]"'; echo $B "[\${C_d-unset}]"`,
    ]);
    expect(result.logs).toMatchObject({ 'step-2': '2 2 2\n', 'step-3': '1 [] []\n1 [unset]\n' });
  });

  it('H23: env.NAME is there wherever the step looks, and leaves a variable as it was', async () => {
    const result = await runBlocks([
      'B=kept',
      [
        'bash run env.A=1 env.B=2',
        `(echo "$A"); env | grep '^A='; echo "$(echo "$A $B")"; cat <(echo "$A")`,
      ],
      `echo "$\{A-none} $B"; bash -c 'echo "$\{B-unexported}"'`,
    ]);
    expect(result.logs['step-2']).toBe('1\nA=1\n1 2\n1\n');
    expect(result.logs['step-3']).toBe('none kept\nunexported\n');
  });

  it('H23: env.NAME ends with a step that fails, too', async () => {
    const result = await runBlocks([
      ['bash run env.A=2 keep-going', 'false'],
      ['bash run env.A=2 keep-going', 'exit 1'],
      `echo "[\${A-unset}]"`,
    ]);
    expect(result.logs['step-3']).toBe('[unset]\n');
  });

  it('cwd= is for this step only, a cd in the step does not change that', async () => {
    const result = await runBlocks([
      'mkdir -p d/e',
      ['bash run cwd=d', 'basename "$PWD"; cd e'],
      ['bash run cwd=d keep-going', 'cd e; exit 1'],
      'ls',
    ]);
    expect(result.logs).toMatchObject({ 'step-2': 'd\n', 'step-4': 'd\ndoc.md\n' });
  });

  it('cwd= and stdin= that do not exist are named', async () => {
    const result = await runBlocks([
      ['bash run cwd=no keep-going', 'true'],
      ['bash run stdin=no', 'true'],
    ]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'cannot-start' });
    expect(result.stdout).toContain(
      `\`cwd=\` names a folder that does not exist: ${result.dir}/no`,
    );
    expect(result.stdout).toContain(
      `\`stdin=\` names a file that does not exist: ${result.dir}/no`,
    );
  });

  it('H5: an exported variable of 200 KB does not make the state vanish', async () => {
    const result = await runBlocks([
      'export BIG; printf -v BIG "%200000s" x; y=1',
      `echo "\${#BIG} $y"`,
      ['bash run keep-going', 'ls'],
      'unset BIG; ls; echo "$y"',
    ]);
    expect(result.statuses).toEqual([
      'step-1 passed',
      'step-2 passed',
      'step-3 failed',
      'step-4 passed',
    ]);
    expect(result.logs).toMatchObject({ 'step-2': '200000 1\n', 'step-4': 'doc.md\n1\n' });
    expect(reasonOf(result, 'step-3')).toMatchObject({
      kind: 'exit',
      exit: { code: 126 },
      command: { line: 11, message: expect.stringContaining('Argument list too long') },
    });
  });

  it('H44: blank lines, here-documents and tabs run as they are written', async () => {
    const result = await runBlocks(["cat <<'END'\na\n\n\n  b\nEND\ncat <<-END\n\tc\n\tEND"]);
    expect(result.logs['step-1']).toBe('a\n\n\n  b\nc\n');
  });

  it('H28: a leading $ and trailing blanks are part of the script', async () => {
    const result = await runBlocks(['x=\'a  \nb  \'\ncmd=echo\n$cmd "$x"']);
    expect(result.logs['step-1']).toBe('a  \nb  \n');
  });

  it('H34: nothing is written to the history of the shell', async () => {
    const result = await runBlocks([`echo x; history; echo "[\${HISTFILE-}]"; ls -A "$HOME"`]);
    expect(result.logs['step-1']).toBe('x\n[]\n');
  });

  it('H24: locale, time zone, width and colour are the same everywhere', async () => {
    const show = `echo "$LC_ALL $TZ $COLUMNS $NO_COLOR $TERM \${FORCE_COLOR-} \${CLICOLOR_FORCE-}"`;
    const env = { LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo', COLUMNS: '33', FORCE_COLOR: '1' };
    const result = await runBlocks([show, 'date -d @0 +%H:%M'], { env });
    expect(result.logs).toEqual({ 'step-1': 'C.UTF-8 UTC 80 1 dumb  \n', 'step-2': '00:00\n' });
  });

  it('H24: the document says otherwise', async () => {
    const result = await runBlocks(['date -d @0 +%H:%M; echo $COLUMNS'], {
      frontMatter: '  env: {TZ: Asia/Tokyo, COLUMNS: 120}',
    });
    expect(result.logs['step-1']).toBe('09:00\n120\n');
  });
});
