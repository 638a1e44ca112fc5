/** What keeps a comparison fair: equal documents, tools that have proven what they do, failures that are shown. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchStep, Candidate, FoundTool, Result, Table, Tool } from '../../bench/types.ts';
import { ROOT } from '../helpers/paths.ts';

// Plain JavaScript without declarations.
const load = async <T>(path: string): Promise<T> => await import(join(ROOT, 'bench', path));
const { PEERS } = await load<{ PEERS: readonly Tool[] }>('tools/registry.js');
const { findOurs } = await load<{ findOurs: () => FoundTool }>('tools/find-tools.js');
const { probeTool } = await load<{
  probeTool: (tool: FoundTool, folder: string) => Promise<void>;
}>('tools/probe-tool.js');
const { interleave } = await load<{
  interleave: (
    candidates: readonly Candidate[],
    rounds: number,
    log: (line: string) => void,
  ) => Promise<Map<string, Result>>;
}>('measure/interleave.js');
const { describeTimes } = await load<{
  describeTimes: (results: Map<string, Result>, base: string, text: string) => Table;
}>('report/times-table.js');

const scratch = (): string =>
  mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'tools-'));

const STEPS: readonly BenchStep[] = [
  { code: 'echo 1', output: ['1'] },
  { code: 'seq 9', output: ['1', { any: true }, '9'] },
];

describe('the same steps in the format of', () => {
  it.each([findOurs(), ...PEERS])('$name', (tool) => {
    const write = (): string => tool.write(STEPS);
    let text: string;
    try {
      text = write();
    } catch (error) {
      text = `${(error as Error).message}:\n${tool.write(STEPS.slice(0, 1))}`;
    }
    expect(text).toMatchSnapshot();
  });
});

describe('a tool has to prove that it', () => {
  const bash = (checks: string): FoundTool => ({
    ...findOurs(),
    version: '1',
    write: (steps) => `${steps.map(({ code }) => code).join('\n')}\n`,
    words: ['bash', '-c', checks, 'bash'],
    run: ([file = '']) => [file],
  });

  it('runs all steps, and sees what was not expected: ours does', async () => {
    await expect(probeTool(findOurs(), scratch())).resolves.toBeUndefined();
  });

  it.each([
    ['runs all steps', 'true', 'it ran 0 of 5 steps of its probe'],
    ['runs the last step', 'head -n 4 "$1" | bash', 'it ran 4 of 5 steps of its probe'],
    ['compares what is printed', '. "$1"', 'its probe passed with an output that was not expected'],
    ['works', 'echo no; exit 3', 'its probe ended with 3: no'],
  ])('%s', async (_, code, message) => {
    await expect(probeTool(bash(code), scratch())).rejects.toThrow(message);
  });
});

describe('candidates', () => {
  const candidate = (name: string, run: Candidate['run']): Candidate => ({ name, run });

  it('are run once unseen, then in turn, and each round begins with another one', async () => {
    const order: string[] = [];
    const note = (name: string): Candidate =>
      candidate(name, async (isFirst) => {
        order.push(isFirst ? `(${name})` : name);
        return { ms: 1 };
      });
    await interleave([note('a'), note('b'), note('c')], 3, () => {});
    expect(order.join(' ')).toMatchInlineSnapshot(`"(a) (b) (c) a b c b c a c a b"`);
  });

  it('that fail, that are too slow and that cannot be are rows all the same', async () => {
    let runs = 0;
    const results = await interleave(
      [
        candidate('base', async () => ({ ms: 10 })),
        candidate('fails at once', () => Promise.reject(new Error('ended with 1'))),
        candidate('fails later', async (isFirst) => {
          if (isFirst) return { ms: 1, memory: 5 };
          throw new Error('ended with 2');
        }),
        { ...candidate('slow', async () => ({ ms: 7_000 })), isPeer: true },
        { ...candidate('larger', async () => ({ ms: 1 * runs++ })), after: 'slow' },
        { ...candidate('cannot', async () => ({ ms: 1 * runs++ })), obstacle: 'not possible: X' },
      ],
      2,
      () => {},
    );
    expect(runs).toBe(0);
    const { rows } = describeTimes(results, 'base', 'base');
    expect(rows.map((row) => row.join(' | ')).join('\n')).toMatchInlineSnapshot(`
      "base | 10.0 ms | 1.00 | 10.0 ms – 10.0 ms | –
      fails at once | – | – | failed: ended with 1 | –
      fails later | – | – | failed: ended with 2 | –
      slow | 7.00 s | 700 | once, not repeated | –
      larger | – | – | not tried, since less was too much | –
      cannot | – | – | not possible: X | –"
    `);
  });
});
