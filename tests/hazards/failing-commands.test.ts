import { describe, expect, it } from 'vitest';
import { reasonOf, runBlocks } from '../engine/blocks.ts';

describe('H2: a command that fails, fails the step', () => {
  it.each([
    ['a command before the last one', 'false; echo ok', 3, 'false; echo ok'],
    ['a part of a pipeline', 'true\nfalse | true\necho ok', 4, 'false | true'],
    ['a command substitution', 'x=$(false; echo ok)\necho ok', 3, 'x=$(false; echo ok)'],
    ['a subshell', '(\n  true\n  false\n)\necho ok', 5, 'false'],
    ['a function', 'f() {\n  false\n  true\n}\nf\necho ok', 4, 'false'],
    ['a loop', 'for i in 1 2; do\n  test $i = 1\ndone\necho ok', 4, 'test $i = 1'],
    ['a missing file in a redirection', 'cat <no-such-file\necho ok', 3, 'cat <no-such-file'],
    ['an unset variable under set -u', 'set -u\necho $nothing\necho ok', 4, 'echo $nothing'],
    [
      'a command that spans lines',
      'true\nls \\\n  /no-such \\\n  /nor-this\necho ok',
      4,
      'ls /no-such /nor-this',
    ],
    ['a syntax error', 'echo a\nif true; then\n', 5, ''],
  ])('%s, and its line is named', async (_, code, line, source) => {
    const result = await runBlocks([code]);
    expect(result.exitCode).toBe(1);
    expect(reasonOf(result, 'step-1')).toMatchObject({
      kind: 'exit',
      command: { line, source },
    });
  });

  it.each([
    ['in a condition', 'if false; then :; fi; echo ok'],
    ['before ||', 'false || true; echo ok'],
    ['after !', '! true; echo ok'],
    ['after set +e', 'set +e; false; echo ok'],
    ['in a while', 'while false; do :; done; echo ok'],
  ])('but not %s', async (_, code) => {
    const result = await runBlocks([code]);
    expect(result.logs['step-1']).toBe('ok\n');
  });

  it('names the line of a function that another step defined', async () => {
    const result = await runBlocks(['f() {\n  true\n  false\n}', 'echo a\nf']);
    expect(reasonOf(result, 'step-2')).toMatchObject({ command: { line: 5, source: 'false' } });
  });

  it('names the exit codes of all parts of a pipeline', async () => {
    const result = await runBlocks(['true | bash -c "exit 3" | false | true']);
    expect(reasonOf(result, 'step-1')).toMatchObject({ command: { pipeStatus: [0, 3, 1, 0] } });
    expect(result.stdout).toContain('exit codes of its parts: 0 | 3 | 1 | 0');
  });

  it.each([
    ['exit=3', 'exit 3', 'passed'],
    ['exit=0,3', 'exit 3', 'passed'],
    ['exit=0,3', 'true', 'passed'],
    ['exit=0,3', 'exit 2', 'failed'],
    ['exit=nonzero', 'false', 'passed'],
    ['exit=nonzero', 'true', 'failed'],
    ['exit=any', 'exit 9', 'passed'],
    ['exit=signal:KILL', 'kill -9 $$', 'passed'],
    ['exit=signal:TERM', 'bash -c "kill -TERM \\$\\$"', 'passed'],
    ['exit=signal:TERM', 'exit 0', 'failed'],
    ['exit=3', 'true', 'failed'],
    ['exit=0', 'true', 'passed'],
    ['exit=0', 'exit 1', 'failed'],
    ['exit=1,2,255', 'exit 255', 'passed'],
    ['exit="1, 2"', 'exit 2', 'passed'],
    ['exit=137', 'kill -9 $$', 'passed'],
    ['exit=nonzero', 'kill -9 $$', 'passed'],
    ['exit=nonzero', 'exit 255', 'passed'],
    ['exit=any', 'true', 'passed'],
    ['exit=any', 'kill -9 $$', 'passed'],
    ['exit=any', 'sleep 987', 'failed'],
    ['exit=signal:TERM', 'exit 143', 'passed'],
    ['exit=signal:SIGTERM', 'kill -TERM $$', 'passed'],
    ['exit=signal:TERM', 'kill -9 $$', 'failed'],
  ])('H18: with `%s`, `%s` has %s', async (attribute, code, status) => {
    const result = await runBlocks([[`bash run timeout=2s ${attribute}`, code]]);
    expect(result.statuses).toEqual([`step-1 ${status}`]);
    expect(result.exitCode).toBe(status === 'passed' ? 0 : 1);
  });

  it.each([
    ['exit=3', 'exit 3', 'exit 9'],
    ['exit=0,3', 'exit 3', 'exit 9'],
    ['exit=nonzero', 'exit 3', 'exit 0'],
    ['exit=any', 'exit 3', 'sleep 987'],
    ['exit=signal:KILL', 'kill -9 $$', 'exit 9'],
  ])('H18: `%s` excuses no expectation, and none excuses it', async (attribute, end, other) => {
    const info = `bash run keep-going timeout=1s ${attribute}`;
    const result = await runBlocks([
      [info, `echo a; ${end}`],
      ['output', 'a'],
      [info, `echo a; ${end}`],
      ['output', 'b'],
      [info, `echo a; ${end}`],
      ['assert', 'stdout contains "b"'],
      [info, `echo a; ${other}`],
      ['output', 'a'],
    ]);
    expect(result.verdicts).toMatchObject({
      'step-1': { status: 'passed' },
      'step-2': { status: 'failed', reason: { kind: 'expectation' } },
      'step-3': { status: 'failed', reason: { kind: 'expectation' } },
      'step-4': {
        status: 'failed',
        reason: { kind: attribute === 'exit=any' ? 'timeout' : 'exit' },
      },
    });
  });

  it('any number of times, and Node says nothing of it in between', async () => {
    const result = await runBlocks(
      Array.from({ length: 20 }, () => 'false'),
      { args: ['--keep-going'] },
    );
    expect({ exitCode: result.exitCode, stderr: result.stderr }).toEqual({
      exitCode: 1,
      stderr: '',
    });
    expect(result.stdout).toContain('20 failed');
  });

  it('H18: the exit status counts together with an expectation that holds', async () => {
    const result = await runBlocks(['echo hello; exit 1', ['output', 'hello']]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { code: 1 } });
  });

  it('H17: an expectation that does not hold is exit 1', async () => {
    const result = await runBlocks(['echo hello', ['output', 'bye']]);
    expect(result.exitCode).toBe(1);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'expectation' });
  });
});
