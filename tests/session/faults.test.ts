import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from '../engine/blocks.ts';

const AFTER: readonly Block[] = [
  ['bash run id=after keep-going', 'echo after'],
  ['bash run id=wrong keep-going', '\\builtin return 7'],
  ['bash cleanup id=clean', 'echo cleaned'],
];

/** What a step can do to its own shell, and what becomes of that step. */
const FAULTS = [
  ['closes its descriptors', 'exec 0<&- 1>&- 2>&-', 'passed'],
  ['closes all descriptors', 'for ((i = 0; i < 256; i++)); do eval "exec $i>&-"; done', 'passed'],
  ['takes descriptor 255', 'exec 255</dev/null', 'passed'],
  ['prints to a full disk', 'exec >/dev/full; echo x', 'failed'],
  ['leaves few descriptors', 'ulimit -n 8', 'passed'],
  ['leaves no descriptors', 'ulimit -n 3', 'failed'],
  ['may write no file', 'ulimit -f 0', 'passed'],
  ['may start no process', 'ulimit -u 1; trap "" EXIT', 'passed'],
  ['uses up its time', 'ulimit -t 1; while :; do :; done', 'failed'],
  ['recurses without end', 'f() { f; }; f', 'failed'],
  ['is killed by its own job', '(sleep 0.05; kill -9 $$) & sleep 5', 'failed'],
  ['kills its process group', 'kill -9 0', 'failed'],
  ['ends in every command', "trap 'exit 9' DEBUG; :", 'failed'],
  ['ends itself in its EXIT trap', "trap 'kill -9 $$' EXIT", 'failed'],
  ['becomes a program in its EXIT trap', "trap 'exec true' EXIT", 'passed'],
  ['fails in its RETURN trap', "trap 'false' RETURN; f() { :; }; f", 'failed'],
  ['ignores all signals', "trap '' {1..31}", 'passed'],
  ['has an alias `.`', "alias .='echo mine'", 'passed'],
  ['has a function `.`', 'function . { echo mine; }', 'passed'],
  ['has functions in place of builtins', 'set() { :; }; trap() { :; }; eval() { :; }', 'passed'],
  ['has an odd IFS', 'IFS=0123456789', 'passed'],
  ['turns on posix mode', 'set -o posix', 'passed'],
  ['runs one command only', 'set -t', 'passed'],
  ['restricts its shell', 'set -r', 'failed'],
  ['has no PATH', 'PATH=', 'passed'],
  ['removes the pipes', 'rm -rf "$XDG_STATE_HOME/runbook/runs/$RUNBOOK_RUN"/shell-1', 'failed'],
  ['prints what begins a marker', "printf '\\036\\036'", 'passed'],
  ['prints random bytes', 'head -c 300000 /dev/urandom', 'passed'],
  ['sources random bytes', 'head -c 3000 /dev/urandom >f; . ./f 2>/dev/null || true', 'passed'],
  ['holds random bytes in a variable', 'x=$(head -c 99999 /dev/urandom) 2>/dev/null', 'passed'],
  ['is one line of 1 MB', `: ${'x'.repeat(1_000_000)}`, 'passed'],
] as const;

describe('a step that harms its own shell', () => {
  it.each(FAULTS)(
    'when it %s has a verdict, and the next steps theirs',
    async (_, code, status) => {
      const result = await runBlocks([['bash run id=fault keep-going timeout=5s', code], ...AFTER]);
      expect(result.statuses, result.stdout + result.stderr).toEqual([
        `fault ${status}`,
        'after passed',
        'wrong failed',
        'clean passed',
      ]);
      expect(result.logs).toMatchObject({ after: 'after\n', clean: 'cleaned\n' });
      expect(result.exitCode).toBe(1);
      expect(await result.survivors()).toEqual([]);
    },
  );

  it('by stopping it hears of its timeout', async () => {
    const result = await runBlocks([
      ['bash run id=stops keep-going timeout=1s', "trap 'touch heard; exit' TERM; kill -STOP $$"],
      ['bash run id=look', 'ls heard'],
    ]);
    expect(reasonOf(result, 'stops')).toMatchObject({ kind: 'timeout' });
    expect(result.logs['look']).toBe('heard\n');
    expect(await result.survivors()).toEqual([]);
  });

  it('with a state of 10,000 variables keeps it, and takes back what a killed step did', async () => {
    const result = await runBlocks([
      'for ((i = 0; i < 10000; i++)); do declare "v$i=value $i"; done',
      ['bash run keep-going', 'v1=failed; false'],
      ['bash run keep-going', 'v1=killed; kill -9 $$'],
      'echo "$v1 $v9999 ${#v1}"',
    ]);
    expect(result.statuses).toEqual([
      'step-1 passed',
      'step-2 failed',
      'step-3 failed',
      'step-4 passed',
    ]);
    expect(result.logs['step-4']).toBe('failed value 9999 6\n');
  });

  it('with a state of 20 MB keeps it', async () => {
    const result = await runBlocks([
      'printf -v big "%20000000s" x; y=1',
      ['bash run keep-going', 'exit 3'],
      'echo "${#big} $y"',
    ]);
    expect(result.logs['step-3']).toBe('20000000 1\n');
  });

  it.each([
    ['is killed', '(sleep 0.1; kill -9 $$) & disown'],
    ['exits with 0', "trap 'exit 0' USR1; (sleep 0.1; kill -USR1 $$) & disown"],
  ])('whose shell %s after its end passes nothing that did not run', async (_, code) => {
    const result = await runBlocks([
      `x=kept; ${code}`,
      ['bash run keep-going', 'echo "$x"'],
      ['bash run keep-going env.Y=z', 'echo "$x $Y"'],
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed', 'step-3 passed']);
    expect(result.logs).toMatchObject({ 'step-2': 'kept\n', 'step-3': 'kept z\n' });
  });

  it('whose shell is killed while it writes its state never goes on with an older one', async () => {
    const result = await runBlocks([
      'x=before',
      'x=after; printf -v big "%40000000s" x; (sleep 0.1; kill -9 $$) & disown',
      'echo "$x"',
    ]);
    const seen = result.exitCode === 5 ? result.stderr : result.logs['step-3'];
    expect(seen).toMatch(/^after\n$|ended while it wrote the state/);
    expect(await result.survivors()).toEqual([]);
  });

  it('whose shell is stopped while it writes its state does not stop the run', async () => {
    const result = await runBlocks([
      'printf -v big "%40000000s" x; (sleep 0.1; kill -STOP $$) & disown',
      ['bash run timeout=1s', 'sleep 2'],
      ['bash cleanup id=clean', 'touch cleaned'],
    ]);
    expect([1, 5]).toContain(result.exitCode);
    expect(result.statuses.at(-1)).toBe('clean passed');
    expect(await result.survivors()).toEqual([]);
  });
});
