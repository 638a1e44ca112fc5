import { describe, expect, it } from 'vitest';
import { reasonOf, runBlocks } from '../engine/blocks.ts';

/** Ways in which a step can leave something behind that runs on, for `sleep 987`. */
const DETACHED: readonly (readonly [string, string])[] = [
  ['a job', 'sleep 987 &'],
  ['a disowned job', 'sleep 987 & disown'],
  ['a process under nohup', 'nohup sleep 987 >/dev/null 2>&1 &'],
  ['a process without our descriptors', 'sleep 987 </dev/null >/dev/null 2>&1 &'],
  ['a job of a subshell', '( sleep 987 & )'],
  ['a job of a child shell', 'bash -c "sleep 987 & disown"'],
  ['a process that ignores TERM', `bash -c "trap '' TERM; sleep 987; sleep 986" &`],
];

describe('H7: what a step leaves behind', () => {
  it.each(DETACHED)('is named and stopped when it is %s', async (_, code) => {
    const result = await runBlocks([['bash run keep-going', `${code}\necho done`], 'echo next']);
    expect(result.statuses).toEqual(['step-1 failed', 'step-2 passed']);
    const reason = reasonOf(result, 'step-1');
    if (reason.kind !== 'leftover') throw new Error(`failed for another reason: ${reason.kind}`);
    expect(reason.processes.map(({ command }) => command).join('\n')).toContain('sleep 987');
    expect(result.logs['step-1']).toBe('done\n');
    expect(result.stdout).toContain('tagged `background`');
    expect(await result.survivors()).toEqual([]);
  });

  it('may end by itself within a moment', async () => {
    const result = await runBlocks(['sleep 0.1 & echo done']);
    expect(result.statuses).toEqual(['step-1 passed']);
  });

  it('is legitimate when it is a daemon with a session of its own, and the step passes', async () => {
    const result = await runBlocks([
      'setsid sleep 987 </dev/null >/dev/null 2>&1 & echo $! >pid; sleep 0.2',
      'kill -0 "$(pgrep -f "sleep 987" | head -1)"',
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 passed']);
    const left = await result.survivors(1);
    expect(left.map(({ command }) => command)).toEqual(['sleep 987']);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
  });
});

describe('H8: nothing survives', () => {
  const ways: readonly (readonly [string, string])[] = [
    ...DETACHED,
    ['a daemon', 'setsid sleep 987 & sleep 0.2'],
    ['a daemon of a daemon', 'setsid bash -c "setsid sleep 987 & disown; sleep 986" & sleep 0.2'],
    [
      'a daemon that ignores TERM',
      `setsid bash -c "trap '' TERM HUP; sleep 987; sleep 986" & sleep 0.2`,
    ],
  ];

  it.each(ways)('a step that fails after it started %s', async (_, code) => {
    const result = await runBlocks([`${code}\nfalse`]);
    expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'exit', exit: { code: 1 } });
    expect(await result.survivors()).toEqual([]);
  });

  it.each(ways.slice(-3))(
    'a step that fails its expectation after it started %s',
    async (_, code) => {
      const result = await runBlocks([`${code}\necho a`, ['output', 'b']]);
      expect(reasonOf(result, 'step-1')).toMatchObject({ kind: 'expectation' });
      expect(await result.survivors()).toEqual([]);
    },
  );

  it.each(ways)('a step that times out after it started %s', async (_, code) => {
    const result = await runBlocks([['bash run timeout=400ms', `${code}\nsleep 985`]]);
    expect(reasonOf(result, 'step-1')).toEqual({ kind: 'timeout', timeoutMs: 400 });
    expect(await result.survivors()).toEqual([]);
  });

  it.each([
    ['TERM', "trap '' TERM; sleep 987; sleep 986"],
    ['everything that can be ignored', "trap '' TERM INT HUP QUIT; while :; do sleep 1 || :; done"],
  ])('a step that ignores %s', async (_, code) => {
    const result = await runBlocks([['bash run timeout=300ms', code]]);
    expect(reasonOf(result, 'step-1')).toEqual({ kind: 'timeout', timeoutMs: 300 });
    expect(await result.survivors()).toEqual([]);
  });

  it('a step that has nothing but a builtin to wait for', async () => {
    const result = await runBlocks([['bash run timeout=300ms', 'while :; do :; done']]);
    expect(reasonOf(result, 'step-1')).toEqual({ kind: 'timeout', timeoutMs: 300 });
    expect(await result.survivors()).toEqual([]);
  });

  it('H40: the timeout counts from the start of the step, though it prints without end', async () => {
    const result = await runBlocks([['bash run timeout=500ms', 'while :; do echo y; done']]);
    expect(reasonOf(result, 'step-1')).toEqual({ kind: 'timeout', timeoutMs: 500 });
    expect(await result.survivors()).toEqual([]);
  });

  it('the timeout of the document counts for every step', async () => {
    const result = await runBlocks(['sleep 987'], { frontMatter: '  timeout: 300ms' });
    expect(reasonOf(result, 'step-1')).toEqual({ kind: 'timeout', timeoutMs: 300 });
  });

  it('after a timeout the next step runs in the state from before', async () => {
    const result = await runBlocks([
      'x=1; cd /',
      ['bash run timeout=300ms keep-going', 'x=2; cd /tmp; sleep 987'],
      'echo "$x $PWD"',
    ]);
    expect(result.logs['step-3']).toBe('1 /\n');
  });

  it('--timeout ends the run during the step under way, and cleanup runs', async () => {
    const result = await runBlocks(
      ['sleep 987', 'echo not reached', ['bash cleanup id=clean', 'echo cleaned']],
      { args: ['--timeout', '500ms'] },
    );
    expect(reasonOf(result, 'step-1')).toEqual({ kind: 'run-timeout', timeoutMs: 500 });
    expect(result.statuses).toEqual(['step-1 failed', 'clean passed', 'step-2 skipped']);
    expect(result.exitCode).toBe(1);
    expect(await result.survivors()).toEqual([]);
  });
});

/** Daemons with sessions of their own; each makes the file `up` when it is there. */
const DAEMONS: readonly (readonly [string, string])[] = [
  ['is still a child of the shell', "setsid bash -c 'touch up; exec sleep 987' &"],
  ['was forked twice', "(setsid bash -c 'touch up; exec sleep 987' &)"],
  [
    'has started a process since',
    `setsid bash -c 'touch up; until test -e go; do read -rt 0.01 <> <(:) || :; done
      sleep 986 & touch gone; exec sleep 987' >/dev/null 2>&1 &`,
  ],
];

const ENDS: readonly (readonly [string, readonly [string, string]])[] = [
  ['fails', ['', 'sleep 985 & setsid sleep 984 & false']],
  ['times out', ['timeout=300ms', 'sleep 985 & setsid sleep 984 & wait']],
];

describe('H8: a daemon of a step that passed', () => {
  const cases = DAEMONS.flatMap(([name, code]) =>
    ENDS.map(([end, step]) => [name, end, code, step] as const),
  );

  it.each(cases)('stays when it %s and a later step %s', async (name, _, code, [info, last]) => {
    const hasMore = name === 'has started a process since';
    const wait = hasMore ? 'touch go; until test -e gone; do :; done\n' : '';
    const result = await runBlocks([
      `${code}\nuntil test -e up; do :; done`,
      [`bash run ${info}`, wait + last],
    ]);
    expect(result.statuses).toEqual(['step-1 passed', 'step-2 failed']);
    const left = await result.survivors(hasMore ? 2 : 1);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    const expected = hasMore ? ['sleep 986', 'sleep 987'] : ['sleep 987'];
    expect(left.map(({ command }) => command).sort()).toEqual(expected);
  });
});
