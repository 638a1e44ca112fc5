import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../helpers/run-inline.ts';
import { runBlocks } from './blocks.ts';

/** Loaded into the program: writes down, at its end, how many processes it has started. */
const COUNT_PROCESSES = `
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
let count = 0;
subscribe('child_process', () => { count += 1; });
process.on('exit', () => writeFileSync(new URL('count', import.meta.url), String(count)));
`;

/** What a run of these blocks takes that can be counted. */
async function countCosts(blocks: readonly string[]) {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'cost-'));
  const hook = join(folder, 'count.mjs');
  writeFileSync(hook, COUNT_PROCESSES);
  const result = await runBlocks(blocks, {
    env: { NODE_OPTIONS: `--import=${pathToFileURL(hook).href}` },
  });
  expect(result.statuses).toEqual(blocks.map((_, i) => `step-${i + 1} passed`));
  const root = eventsOf(result.events, 'run-start')[0]?.runFolder ?? '';
  const states = eventsOf(result.events, 'step-end').map(({ state }) => state?.at);
  return {
    processes: Number(readFileSync(join(folder, 'count'), 'utf8')),
    files: readdirSync(root, { recursive: true }).length,
    events: readFileSync(join(root, 'journal.jsonl'), 'utf8').trimEnd().split('\n').length,
    states: new Set(states).size,
  };
}

const repeat = (code: string, count: number): string[] => Array.from({ length: count }, () => code);

describe('what a step of builtins costs', () => {
  it.each([
    ['that prints nothing: no process, no file, no state', ':', { files: 0, states: 0 }],
    ['that prints: its log', 'echo printed', { files: 1, states: 0 }],
    ['that fails inside a condition: no state', 'if false; then :; fi', { files: 0, states: 0 }],
    ['that changes the state: that', 'x=$((x + 1))', { files: 0, states: 1 }],
  ])('%s', { timeout: 60_000 }, async (_, code, each) => {
    const count = 40;
    const alone = await countCosts([':']);
    const all = await countCosts([':', ...repeat(code, count)]);
    expect(all).toEqual({
      processes: alone.processes,
      files: alone.files + each.files * count,
      // Its start and its end.
      events: alone.events + 2 * count,
      states: alone.states + each.states * count,
    });
  });
});
