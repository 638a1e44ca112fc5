import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { type BlocksResult, reasonOf, runBlocks } from './blocks.ts';

/** Passes or fails as the digits of `pattern` say, one for each attempt; the last one stays. */
function flaky(pattern: string): string {
  return `echo x >>tries; n=$(wc -l <tries); p=${pattern}; echo "try $n"
(( n > \${#p} )) && n=\${#p}
test "\${p:n-1:1}" = 1`;
}

/** The attempts before the last as the events tell them: `1 passed (1 of 3)`, `2 failed`. */
function attemptsOf({ events }: BlocksResult): string[] {
  return events.flatMap((event) => {
    if (event.type === 'attempt-failed') return [`${event.attempt} failed`];
    if (event.type !== 'attempt-passed') return [];
    return [`${event.attempt} passed (${event.inARow} of ${event.of})`];
  });
}

describe('stable=', () => {
  it('with within= repeats until so many attempts passed in a row; a failure resets the count', async () => {
    const result = await runBlocks([
      ['bash run stable=3 within=20s every=10ms', flaky('0110111')],
      ['output', 'try <<n:int>>'],
      'echo "n=$n"',
    ]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(attemptsOf(result)).toEqual([
      '1 failed',
      '2 passed (1 of 3)',
      '3 passed (2 of 3)',
      '4 failed',
      '5 passed (1 of 3)',
      '6 passed (2 of 3)',
    ]);
    expect(eventsOf(result.events, 'step-end')[0]).toMatchObject({ attempts: 7 });
    expect(result.logs['step-2'], 'captured by the last attempt').toBe('n=7\n');
  });

  it('on a health step has the time that a health step has', async () => {
    const result = await runBlocks([['bash health stable=2 every=10ms', flaky('01011')]]);
    expect(result.exitCode, result.stdout).toBe(0);
    expect(eventsOf(result.events, 'step-end')).toMatchObject([{ attempts: 5 }]);
  });

  it('alone lets every attempt pass, and a failure ends it', async () => {
    const all = await runBlocks([['bash run stable=3 every=10ms', flaky('1')]]);
    expect(all.exitCode, all.stdout).toBe(0);
    expect(eventsOf(all.events, 'step-end')).toMatchObject([{ attempts: 3 }]);
    const one = await runBlocks([['bash run stable=3 every=10ms', flaky('101')]]);
    expect(reasonOf(one, 'step-1')).toMatchObject({ kind: 'exit', exit: { code: 1 } });
    expect(one.stdout).toMatch(/\(exit 1, [^ ]+, attempt 2 of 3\)/);
  });

  it('whose time is over before enough attempts passed is a failure that says so', async () => {
    const result = await runBlocks([['bash run stable=1000 within=3s every=20ms', 'true']]);
    expect(result.exitCode).toBe(1);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'unstable', wanted: 1000 });
    expect(result.stdout).toMatch(/passed \d+ times? in a row when 3s were over, not 1000/);
  });

  it('an attempt that the end of the time cuts short does not hide the ones before it', async () => {
    const result = await runBlocks([
      [
        'bash run stable=3 within=5s every=10ms',
        'echo x >>tries; (( $(wc -l <tries) < 3 )) || sleep 987',
      ],
    ]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'unstable', inARow: 2, wanted: 3 });
    expect(await result.survivors()).toEqual([]);
  });

  it('whose time is over leaves no daemon of its last attempt', async () => {
    const result = await runBlocks([
      ['bash run stable=1000 within=2s every=1990ms', 'setsid sleep 986 & sleep 0.1'],
    ]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'unstable' });
    expect(await result.survivors()).toEqual([]);
  });

  it('every attempt starts from the state before the step', async () => {
    const result = await runBlocks([
      'n=0',
      ['bash run stable=3 every=10ms', 'n=$((n + 1)); echo $n'],
      'echo "after $n"',
    ]);
    expect(result.logs).toMatchObject({ 'step-2': '1\n', 'step-3': 'after 1\n' });
  });

  it('shows how far it is, with --verbose', async () => {
    const result = await runBlocks([['bash run stable=2 every=10ms', 'true']], {
      args: ['--verbose'],
    });
    expect(result.stdout).toContain('step-1: attempt 1 passed, 1 of 2 in a row\n');
  });
});
