import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from '../engine/blocks.ts';

const after: Block = ['bash run id=after', `echo "\${x-} after"`];

describe('how a step can end', () => {
  it.each([
    ['exit 0', 'exit 0'],
    ['exit 0 in a function', 'f() { exit 0; }; f; echo no'],
    ['return', 'return\necho no'],
    ['return 0 in a condition', 'if true; then return 0; fi; echo no'],
    ['break', 'break; :'],
  ])('passes with %s, and the state is kept', async (_, code) => {
    const result = await runBlocks([`x=1; ${code}`, after]);
    expect(result.statuses).toEqual(['step-1 passed', 'after passed']);
    expect(result.logs['after']).toBe('1 after\n');
  });

  it.each([
    ['exit 3', 3],
    ['return 3', 3],
    ['(exit 4)', 4],
    ['f() { return 5; }; f', 5],
    ['f() { exit 6; }; f', 6],
    ['exec bash -c "exit 7"', 7],
    ['no-such-command', 127],
    ['/etc/passwd', 126],
    ['if then', 2],
  ])(
    'fails with the status of `%s`, and the state is kept where there is one',
    async (code, status) => {
      const result = await runBlocks([['bash run keep-going', code], after]);
      expect(result.statuses).toEqual(['step-1 failed', 'after passed']);
      expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { code: status } });
    },
  );

  it.each([
    ['kill -9 $$', 'KILL'],
    ["exec bash -c 'kill -INT $$'", 'INT'],
  ])('names the signal of `%s`, and the state before it is kept', async (code, signal) => {
    const result = await runBlocks(['x=before', ['bash run keep-going', `x=lost\n${code}`], after]);
    expect(reasonOf(result, 'step-2')).toMatchObject({ kind: 'exit', exit: { signal } });
    expect(result.logs['after']).toBe('before after\n');
  });

  it('keeps the state up to where TERM ended the shell', async () => {
    const result = await runBlocks([['bash run keep-going', 'x=1\nkill -TERM $$\nx=2'], after]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { signal: 'TERM' } });
    expect(result.logs['after']).toBe('1 after\n');
  });

  it('passes when exec ends with 0, and the state before it is kept', async () => {
    const result = await runBlocks(['x=before', 'x=lost; exec echo gone', after]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed', 'after passed']);
    expect(result.logs).toMatchObject({ 'step-2': 'gone\n', after: 'before after\n' });
  });

  it('says what `set -n` did, and the next step runs', async () => {
    const result = await runBlocks([['bash run keep-going', 'set -n\necho no'], after]);
    expect(reasonOf(result, 'step-1')).toMatchObject({
      kind: 'cannot-start',
      message: expect.stringContaining('`set -n`'),
    });
    expect(result.logs['after']).toBe(' after\n');
  });

  it('says what took `builtin` away, and the next step runs', async () => {
    const result = await runBlocks([['bash run keep-going', 'builtin() { :; }'], after]);
    expect(reasonOf(result, 'step-1')).toMatchObject({
      kind: 'cannot-start',
      message: expect.stringContaining('`builtin`'),
    });
    expect(result.logs['after']).toBe(' after\n');
  });

  it.each(['.', 'trap', 'printf'])(
    'does not hang when `enable -n %s` took a builtin away',
    async (name) => {
      const result = await runBlocks([
        ['bash run keep-going', `enable -n ${name}`],
        ['bash run keep-going env.X=1', 'true'],
      ]);
      expect(result.exitCode).toBe(1);
      expect(result.statuses.join()).toContain('failed');
      expect(await result.survivors()).toEqual([]);
    },
  );

  it.each([
    ['at its end', 'true'],
    ['at exit 0', 'exit 0'],
    ['at return', 'return 0'],
  ])('H3: the EXIT trap of a step fires %s, and its state is kept', async (_, end) => {
    const result = await runBlocks([
      `x=1; trap 'echo bye; y=2' EXIT\necho body\n${end}`,
      `echo "$x \${y-}"`,
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed']);
    expect(result.logs).toMatchObject({ 'step-1': 'body\nbye\n', 'step-2': '1 2\n' });
  });

  it.each([
    ['a failing command', 'false', 1],
    ['exit 3', 'exit 3', 3],
    ['set -u', 'set -u; echo $nothing', 1],
  ])('H3: the EXIT trap of a step fires after %s, and does not hide it', async (_, end, code) => {
    const result = await runBlocks([
      ['bash run keep-going', `x=1; trap 'echo "bye $?"; true' EXIT\n${end}`],
      after,
    ]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { code } });
    expect(result.logs['step-1']).toMatch(/bye \d+\n$/);
    expect(result.logs['after']).toBe('1 after\n');
  });

  it('lets a trap be listed, saved and put back', async () => {
    const result = await runBlocks([
      [
        'bash run',
        `trap -p; trap 'echo first' EXIT; trap 'echo usr' USR1
saved=$(trap -p EXIT); trap 'echo second' EXIT; trap; eval "$saved"; kill -USR1 $$`,
      ],
      'echo next; trap -p',
    ]);
    expect(result.logs).toEqual({
      'step-1': "trap -- 'echo second' EXIT\ntrap -- 'echo usr' SIGUSR1\nusr\nfirst\n",
      'step-2': "next\ntrap -- 'echo usr' SIGUSR1\n",
    });
  });

  it('lets an ERR trap of the step speak', async () => {
    const result = await runBlocks([`trap 'echo "trapped $LINENO"' ERR\ntrue\nfalse`]);
    expect(result.logs['step-1']).toBe('trapped 3\n');
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { code: 1 } });
  });

  it.each([
    ['exec >file', 'exec >f.txt\necho in file', ''],
    ['exec 2>&-', 'exec 2>&-\necho out; echo err >&2 || true', 'out\n'],
    ['exec >&-', 'exec >&-; true', ''],
    ['exec <file', 'exec <doc.md; cat >/dev/null', ''],
    ['closing all descriptors', 'for fd in {3..9}; do eval "exec $fd>&-"; done; echo x', 'x\n'],
  ])('`%s` ends with the step', async (_, code, printed) => {
    const result = await runBlocks([code, 'echo out; echo err >&2; cat']);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed']);
    expect(result.logs).toMatchObject({ 'step-1': printed, 'step-2': 'out\nerr\n' });
  });
});
