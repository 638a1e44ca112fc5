import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { runBlocks } from './blocks.ts';

/** Those whose number depends on nothing but the program, neither on the moment nor on the host; by what they do. */
const COUNTED: Readonly<Record<string, string>> = {
  clone: 'processes',
  clone3: 'processes',
  fork: 'processes',
  vfork: 'processes',
  execve: 'programs',
  dup2: 'redirections',
  rename: 'files renamed',
  fsync: 'waits for the disk',
  fdatasync: 'waits for the disk',
};

/** `undefined` where it works; some containers forbid to trace. */
const NO_STRACE =
  spawnSync('strace', ['-f', 'true']).status === 0 ? undefined : 'strace cannot be used here';

/** How often all processes of a run of these blocks call the system, by call. */
async function countCalls(blocks: readonly string[]): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'calls-'));
  const trace = join(folder, 'trace');
  const watched = [...Object.keys(COUNTED), 'openat'].join(',');
  const result = await runBlocks(blocks, {
    through: ['strace', '-f', '-qq', '-o', trace, '-e', `trace=${watched}`],
  });
  expect(result.statuses).toEqual(blocks.map((_, i) => `step-${i + 1} passed`));
  const root = eventsOf(result.events, 'run-start')[0]?.runFolder ?? '';
  const counts: Record<string, number> = {};
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)/.exec(line) ?? [];
    // Of the host's files it opens more or fewer, depending on what else happens there.
    const isOurs = name === 'openat' && rest.includes(`"${root}/`);
    const what = isOurs ? 'files of the run opened' : COUNTED[name];
    if (what !== undefined) counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

describe.skipIf(NO_STRACE !== undefined)('the system calls of a further step', () => {
  it.each([
    [
      'that prints',
      'echo printed',
      {
        // Its control script, its code and its end; the pipes for its number, its output twice, how it
        // ended, and its state; its log.
        'files of the run opened': 9,
        redirections: 16,
        // Its code gets its name.
        'files renamed': 1,
      },
    ],
    [
      'that prints nothing',
      ':',
      // The log that nobody needed becomes its own.
      { 'files of the run opened': 8, redirections: 16, 'files renamed': 2 },
    ],
    [
      'that starts a program',
      '/bin/true',
      {
        'files of the run opened': 8,
        redirections: 16,
        'files renamed': 2,
        processes: 1,
        programs: 1,
      },
    ],
  ])('%s', { timeout: 120_000 }, async (_, code, expected) => {
    const many = 30;
    const few = 10;
    const more = await countCalls(Array.from({ length: many }, () => code));
    const less = await countCalls(Array.from({ length: few }, () => code));
    const further = Object.entries(more)
      .map(([name, count]) => [name, (count - (less[name] ?? 0)) / (many - few)] as const)
      .filter(([, count]) => count !== 0);
    expect(Object.fromEntries(further)).toEqual(expected);
  });
});
