/** The benchmark as a command. What it measures is not looked at: nothing in the tests is timed. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';

const scratch = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'bench-'));
const PAGE = join(ROOT, 'docs/performance.md');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const bench = (...args: string[]): Promise<Ended> =>
  run(process.execPath, join(ROOT, 'bench/run.js'), ...args);

async function run(command: string, ...words: string[]): Promise<Ended> {
  try {
    // Where there is none of it, the page has no rows for it.
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };
    return { code: 0, ...(await promisify(execFile)(command, words, { env })) };
  } catch (error) {
    return error as Ended;
  }
}

/** Figures, verdicts and the machine vary. */
const normalize = (text: string): string =>
  text
    .replaceAll(/^Measured on .*$/gm, 'Measured on DATE.')
    .replaceAll(/-?\d+(?:\.\d+)? (?:ms|s)\b/g, 'TIME')
    .replaceAll(/\d+ MB/g, 'MEMORY')
    .replaceAll(/\| -?\d+(?:\.\d+)?(?= \|)/g, '| RATIO')
    .replaceAll(/\*\*not kept\*\*|\bkept\b/g, 'VERDICT')
    // A process that ends at once may be gone before its memory is looked at.
    .replaceAll(/MEMORY(?= \|$)|–(?= \|$)/gm, 'MEMORY OR NONE');

describe('the benchmark', { timeout: 120_000 }, () => {
  it('measures what it is asked for, and writes a page where it is told to', async () => {
    const before = readFileSync(PAGE, 'utf8');
    const file = join(scratch, 'page.md');
    const ended = await bench('startup', '--quick', '--no-peers', '--write', file);
    expect(ended).toMatchObject({ code: 0 });
    const page = readFileSync(file, 'utf8');
    expect(page).not.toContain(scratch);
    const sections = page.split(/^## /m);
    const section = (title: string): string =>
      normalize(sections.find((text) => text.startsWith(title)) ?? '');
    expect(section('Targets')).toMatchInlineSnapshot(`
      "Targets

      | target | measured | to be |  |
      |---|---|---|---|
      | runbook --version | RATIO | at most 1.50 | VERDICT |
      | runbook check | RATIO | at most 2.50 | VERDICT |
      | runbook, one step | RATIO | at most 2.50 | VERDICT |

      "
    `);
    expect(section('Start-up')).toMatchInlineSnapshot(`
      "Start-up

      Everything runs in a small environment that is always the same. Where \`NODE_EXTRA_CA_CERTS\` names certificates, Node reads them before it does
      anything, which takes longer than all else that an empty process does; where that variable is set, the page has both, each in relation to an
      empty process of its own kind. The targets for \`check\` and \`run\` were set on a machine with it. Without it they are out of reach for now: what
      our program adds to Node is the same, and by the profile below it is V8 that reads and compiles what is loaded, and Node's own modules,
      in front of the shell's start. To have it compiled already is what a newer Node does between starts (from 22 on); on Node 20 a
      cache of our own would have to be looked after on every host.

      Medians of 2.

      |  | median | of an empty Node process | fastest and slowest | peak memory |
      |---|---|---|---|---|
      | an empty Node process | TIME | RATIO | TIME – TIME | MEMORY OR NONE |
      | \`bash -c :\` | TIME | RATIO | TIME – TIME | MEMORY OR NONE |
      | runbook --version | TIME | RATIO | TIME – TIME | MEMORY OR NONE |
      | runbook --help | TIME | RATIO | TIME – TIME | MEMORY OR NONE |
      | runbook check | TIME | RATIO | TIME – TIME | MEMORY OR NONE |
      | runbook, one step | TIME | RATIO | TIME – TIME | MEMORY OR NONE |

      | what adds to the time | adds | of an empty Node process |
      |---|---|---|
      | an empty Node process | TIME | RATIO |
      | saying its version | TIME | RATIO |
      | loading the program, reading the document and checking it | TIME | RATIO |
      | from there to a run of its step: bash, the record, the step | TIME | RATIO |
      | to compare: starting one \`bash -c :\` | TIME | RATIO |

      "
    `);
    expect(section('Alignment')).toMatchInlineSnapshot(`
      "Alignment

      A log file of 1,000,000 lines, held against expectations with several gaps.

      Not measured in this run.

      "
    `);
    expect(normalize(ended.stdout)).toContain(section('Targets').split('\n').at(2));
    expect(readFileSync(PAGE, 'utf8')).toBe(before);
  });

  it('shows what of our own failed as a failure, measures the rest, and fails', async () => {
    // Fewer open files than a run needs.
    const script = 'ulimit -n 60; exec "$@" startup --quick --no-peers';
    const words = [process.execPath, join(ROOT, 'bench/run.js')];
    const { code, stdout, stderr } = await run('bash', '-c', script, 'bash', ...words);
    expect(code).toBe(1);
    expect(stderr).toContain('bench: runbook check failed: ended with 5: hint allow more');
    const rows = normalize(stdout).split('\n');
    expect(rows.filter((row) => /^\| runbook (--version|check) /.test(row))).toMatchInlineSnapshot(`
      [
        "| runbook --version | TIME | RATIO | TIME – TIME | MEMORY OR NONE |",
        "| runbook check | – | – | failed: ended with 5: hint allow more open files, as with \`ulimit -n 256\` | MEMORY OR NONE |",
        "| runbook --version | RATIO | at most 1.50 | VERDICT |",
        "| runbook check | – | at most 2.50 | not measured |",
      ]
    `);
  });

  it('tells what it can measure where it is asked for something else', async () => {
    const { code, stderr } = await bench('start');
    expect(code).toBe(2);
    expect(stderr).toMatchInlineSnapshot(`
      "bench: there is no measurement \`start\`; there are startup, steps, output, long-document, suite, lines, start-profile, step-profile, explain, printing
      "
    `);
  });

  it('has a help', async () => {
    const { code, stderr } = await bench('--help');
    expect(code).toBe(0);
    expect(stderr).toMatchInlineSnapshot(`
      "Usage: npm run bench -- [NAME…] [--quick] [--no-peers] [--strict] [--write FILE]

      Without a NAME everything is measured and docs/performance.md is written.

        startup         start-up: --version, --help, check and run of a document with one step
        steps           the cost of a step in documents of 1 to 10,000 steps
        output          a step that prints 200 MB, of which the first and the last line are expected
        long-document   a document of 10 MB with 20,000 fences through list and check
        suite           200 documents of 5 steps through test, on two cores
        lines           1,000,000 lines of a log file against patterns with several \`...\`
        start-profile   where the time of starting goes, from profiles of the processor
        step-profile    where the time of a step goes, beside what bash alone takes
        explain         explaining a mismatch of 100,000 lines with as many (by name only)
        printing        a step that prints 2 GB, with secrets to look for and without (by name only)

        --quick         few rounds and small documents: to see that it works
        --no-peers      only our own program
        --strict        exit with 1 when a target is not kept
        --write FILE    write the page there

      Exits with 1 when something of our own failed.
      "
    `);
  });
});

it('the page in docs is one that the benchmark has written as a whole', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toMatch(/^Measured on \d{4}-\d\d-\d\d in one run of \d+ minutes, with runbook /m);
  expect(page).not.toMatch(/Not measured in this run|It was a glance|Peers were left out/);
});
