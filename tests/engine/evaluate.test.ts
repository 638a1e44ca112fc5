import { describe, expect, it } from 'vitest';
import { reasonOf, runBlocks } from './blocks.ts';

describe('max=', () => {
  it('H18: a step that takes longer fails, though everything else holds', async () => {
    const result = await runBlocks([
      ['bash run max=100ms', 'sleep 0.3; echo done'],
      ['output', 'done'],
    ]);
    expect(result.exitCode).toBe(1);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'too-slow', maxMs: 100 });
    expect(result.stdout).toMatch(/took \d+ms, longer than `max=100ms`/);
    expect(result.stdout).toContain('    done\n');
  });

  it('H18: what failed otherwise is the better reason', async () => {
    const exit = await runBlocks([['bash run max=100ms', 'sleep 0.3; exit 4']]);
    expect(reasonOf(exit, 'step-1')).toMatchObject({ kind: 'exit' });
    const output = await runBlocks([
      ['bash run max=100ms', 'sleep 0.3'],
      ['output', 'x'],
    ]);
    expect(reasonOf(output, 'step-1')).toMatchObject({ kind: 'expectation' });
  });

  it('holds for a step that is fast enough', async () => {
    const result = await runBlocks([['bash run max=20s', 'true']]);
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it('with within= makes a slow attempt one that is repeated', async () => {
    const result = await runBlocks([
      [
        'bash run max=400ms within=20s every=10ms',
        'echo x >>tries; (( $(wc -l <tries) > 1 )) || sleep 0.6',
      ],
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(result.events).toContainEqual(
      expect.objectContaining({
        type: 'attempt-failed',
        attempt: 1,
        reason: expect.objectContaining({ kind: 'too-slow' }),
      }),
    );
  });

  it('leaves no daemon of a step that was too slow', async () => {
    const result = await runBlocks([['bash run max=50ms', 'setsid sleep 987 & sleep 0.2']]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'too-slow' });
    expect(await result.survivors()).toEqual([]);
  });

  it('on a background step is the time until it is ready', async () => {
    const code = 'sleep 0.4; echo up; touch up; sleep 987';
    const slow = await runBlocks([['bash run background ready=file:up max=200ms', code]]);
    expect(reasonOf(slow, 'step-1')).toMatchObject({ kind: 'too-slow' });
    expect(await slow.survivors()).toEqual([]);
    const fast = await runBlocks([
      ['bash run background ready=file:up max=20s', code],
      'pgrep -f "^sleep 987" >/dev/null',
    ]);
    expect(fast.exitCode, fast.stdout).toBe(0);
  });
});

describe('a failed expectation', () => {
  it('comes with the commands of its step and the last lines of stderr', async () => {
    const code = '# asks\n\necho \'{"a": 1}\'\necho "warning: old" >&2';
    const result = await runBlocks([
      ['bash run', code],
      ['json expect', '{"a": 2}'],
    ]);
    expect(reasonOf(result, 'step-1')).toMatchObject({
      kind: 'expectation',
      commands: [
        { line: 5, source: `echo '{"a": 1}'` },
        { line: 6, source: 'echo "warning: old" >&2' },
      ],
      stderr: ['warning: old'],
    });
  });

  it('of a long block comes with its first and its last lines', async () => {
    const code = Array.from({ length: 20 }, (_, index) => `: ${index + 1}`).join('\n');
    const result = await runBlocks([code, ['output', 'x']]);
    const reason = reasonOf(result, 'step-1');
    if (reason.kind !== 'expectation') throw new Error(reason.kind);
    expect(reason.commands?.map(({ source }) => source)).toEqual([
      ': 1',
      ': 2',
      ': 3',
      ': 18',
      ': 19',
      ': 20',
    ]);
    expect(reason.stderr, 'both streams are one').toBeUndefined();
  });

  it('masks secrets in them', async () => {
    const result = await runBlocks(
      [
        ['bash run', 'echo "{}"; echo "token $TOKEN" >&2'],
        ['json expect', '{"a": 2}'],
      ],
      {
        frontMatter: '  params:\n    token: {type: string, secret: true}',
        env: { TOKEN: 'hunter2-hunter2' },
      },
    );
    expect(result.stdout + JSON.stringify(result.events)).not.toContain('hunter2');
    expect(result.stdout).toContain('token •••');
  });
});
