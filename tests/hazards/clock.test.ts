import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Block, reasonOf, runBlocks } from '../engine/blocks.ts';
import { eventsOf, type InlineOptions, type InlineResult } from '../helpers/run-inline.ts';
import { command, runIds } from '../runs/records.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PRELOAD = join(import.meta.dirname, '../helpers/jumping-clock.cjs');
const JUMPS = [
  ['back an hour', -HOUR],
  ['forward a day', DAY],
] as const;

type Env = NonNullable<InlineOptions['env']>;

/** A clock that every program with `env` goes by. */
function createClock(): { readonly env: Env; set(offsetMs: number): void } {
  const dir = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'clock-'));
  const file = join(dir, 'offset');
  writeFileSync(file, '0');
  return {
    env: { NODE_OPTIONS: `--require=${PRELOAD}`, CLOCK_OFFSET_FILE: file },
    set: (offsetMs) => writeFileSync(file, String(offsetMs)),
  };
}

const jump = (ms: number): string => `echo ${ms} >"$CLOCK_OFFSET_FILE"`;

/** How far the times that the events carry lie apart from the first to the last, in milliseconds. */
function spanOf({ events }: InlineResult): number {
  const times = events.flatMap((event) => ('time' in event ? [Date.parse(event.time)] : []));
  return (times.at(-1) ?? 0) - (times[0] ?? 0);
}

describe.each(JUMPS)('a clock that goes %s', (_, ms) => {
  const jumped = ms > 0 ? (span: number) => span >= HOUR : (span: number) => span < 0;

  it('in the middle of steps changes no duration, verdict or order', async () => {
    const { env } = createClock();
    const blocks: Block[] = [
      ['bash run id=a timeout=20m max=20m', `${jump(ms)}; sleep 0.1`],
      ['assert', 'duration < 20m'],
      [
        'bash run id=b background ready=file:up within=20m',
        `${jump(2 * ms)}; sleep 0.1; touch up; sleep 987`,
      ],
      [
        'bash health id=c within=20m every=10ms',
        `${jump(3 * ms)}; echo x >>tries; [ $(wc -l <tries) = 3 ]`,
      ],
      [
        'bash test id=d retry=2 backoff=10ms',
        `${jump(4 * ms)}; echo x >>more; [ $(wc -l <more) = 2 ]`,
      ],
      ['bash cleanup id=e', jump(ms)],
    ];
    const result = await runBlocks(blocks, { env, args: ['--timeout', '20m'] });
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
    expect(result.statuses).toEqual(['a passed', 'b passed', 'c passed', 'd passed', 'e passed']);
    // Otherwise this test says nothing.
    expect(jumped(spanOf(result))).toBe(true);
    const durations = [
      ...eventsOf(result.events, 'step-end').map(({ durationMs }) => durationMs),
      ...eventsOf(result.events, 'run-end').map(({ summary }) => summary.durationMs),
    ];
    for (const durationMs of durations) {
      expect(durationMs).toBeGreaterThan(0);
      expect(durationMs).toBeLessThan(20 * 60_000);
    }
    const { stdout } = await command(result.place, 'history', ['--json'], { env });
    const [run] = JSON.parse(stdout).runs;
    expect(run.durationMs).toBe(eventsOf(result.events, 'run-end')[0]?.summary.durationMs);
    expect(await result.survivors()).toEqual([]);
  });

  it.each<readonly [string, readonly string[], readonly Block[], object]>([
    [
      'the timeout of a step',
      [],
      [['bash run id=x timeout=3s', `${jump(ms)}; sleep 987`]],
      { kind: 'timeout', timeoutMs: 3000 },
    ],
    [
      'the time to become ready',
      [],
      [['bash run id=x background ready=file:up within=3s', `${jump(ms)}; sleep 987`]],
      { kind: 'not-ready' },
    ],
    [
      'the time for attempts',
      [],
      [['bash health id=x within=3s every=1s', `${jump(ms)}; false`]],
      { kind: 'exit' },
    ],
    [
      'the limit of a run',
      ['--timeout', '3s'],
      [['bash run id=x', `${jump(ms)}; sleep 987`]],
      { kind: 'run-timeout', timeoutMs: 3000 },
    ],
  ])('does not move %s', async (_name, args, blocks, reason) => {
    const { env } = createClock();
    const result = await runBlocks(blocks, { env, args });
    expect(result.exitCode, result.stdout + result.stderr).toBe(1);
    expect(reasonOf(result, 'x')).toMatchObject(reason);
    expect(jumped(spanOf(result))).toBe(true);
    expect(await result.survivors()).toEqual([]);
  });

  it('between two runs changes nothing of which is the last', async () => {
    const clock = createClock();
    const { env } = clock;
    const blocks: Block[] = ['echo "$RUNBOOK_RUN" >>runs', ['bash run id=x', 'test -e go']];
    const { place } = await runBlocks(blocks, { env });
    const [first] = runIds(place);
    clock.set(ms);
    await runBlocks(blocks, { env, place });
    const second = runIds(place).find((id) => id !== first);
    const { stdout } = await command(place, 'history', ['--json'], { env });
    expect(JSON.parse(stdout).runs.map(({ run }: { run: string }) => run)).toEqual([second, first]);
    writeFileSync(join(place.dir, 'go'), '');
    const resumed = await command(place, 'resume', [], { env });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain(`run ${second}`);
    const parts = runIds(place).filter((id) =>
      readdirSync(join(place.stateDir, 'runbook/runs', id)).includes('part-2'),
    );
    expect(parts).toEqual([second]);
  });
});
