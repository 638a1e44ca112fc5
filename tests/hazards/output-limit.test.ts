import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Block, documentOf, reasonOf, runBlocks } from '../engine/blocks.ts';
import { serve } from '../engine/web.ts';
import { eventsOf } from '../helpers/run-inline.ts';
import { filesBelow } from './everything-written.ts';

const KIB = 1024;
const LIMIT = '  max-output: 10KiB';

describe('a step that prints more than `max-output`', () => {
  it.each<[string, Block[]]>([
    ['without an end', [['bash run id=a', 'yes']]],
    ['without an end and without a newline', [['bash run id=a', 'yes | tr -d "\\n"']]],
    ['and is over before that is seen', [['bash run id=a', 'head -c 10241 /dev/zero']]],
    [
      'on both streams together',
      [['bash run id=a', 'head -c 6000 /dev/zero; head -c 6000 /dev/zero >&2']],
    ],
    [
      'on streams that are kept apart',
      [
        ['bash run id=a', 'yes'],
        ['stdout', 'y\n...'],
      ],
    ],
    ['in another language', [['python run id=a', 'while True: print("y")']]],
    ['and refuses to stop', [['bash run id=a', 'trap "" TERM PIPE; while :; do echo y; done']]],
  ])('is stopped and fails: %s', async (_, blocks) => {
    const result = await runBlocks([...blocks, ['bash run id=never', 'true']], {
      frontMatter: LIMIT,
    });
    expect(result.statuses, result.stdout).toEqual(['a failed', 'never skipped']);
    expect(reasonOf(result, 'a')).toEqual({ kind: 'output-limit', limitBytes: 10 * KIB });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('printed more than 10 KiB; it was stopped');
    const [end] = eventsOf(result.events, 'step-end');
    expect(statSync(end?.log ?? '').size).toBe(10 * KIB);
    expect(await result.survivors()).toEqual([]);
  });

  it('is not one that prints just as much', async () => {
    const result = await runBlocks(['head -c 10240 /dev/zero'], { frontMatter: LIMIT });
    expect(result.exitCode, result.stdout).toBe(0);
  });

  it.each([
    ['before it is ready', 'yes', 'ready=file:never'],
    ['after it was ready', 'touch up; sleep 0.2; yes', 'ready=file:up'],
  ])('in the background, %s, is stopped and fails', async (_, code, ready) => {
    const result = await runBlocks(
      [
        [`bash run id=a background ${ready}`, code],
        ['bash run id=b', 'sleep 1'],
      ],
      { frontMatter: LIMIT },
    );
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('printed more than 10 KiB; it was stopped');
    expect(await result.survivors()).toEqual([]);
  });

  it('as an answer is cut off and fails', async () => {
    const port = await serve((_, response) => response.end('x'.repeat(20 * KIB)));
    const url = `http://127.0.0.1:${port}/big`;
    const result = await runBlocks([['http run id=a', `GET ${url}`]], { frontMatter: LIMIT });
    expect(reasonOf(result, 'a')).toEqual({
      kind: 'output-limit',
      limitBytes: 10 * KIB,
      request: `GET ${url}`,
    });
    expect(result.stdout).toContain('answered with more than 10 KiB');
  });

  it('in an attempt is tried again', async () => {
    const code = 'if [[ -e again ]]; then echo ok; else touch again; yes; fi';
    const result = await runBlocks([['bash run id=a retry=1 backoff=10ms', code]], {
      frontMatter: LIMIT,
    });
    expect(result.statuses).toEqual(['a passed']);
    expect(eventsOf(result.events, 'attempt-failed')).toMatchObject([
      { reason: { kind: 'output-limit' } },
    ]);
  });
});

describe('a run of which nobody reads what it says', () => {
  const inner = (code: string): Record<string, string> => ({
    'inner.md': `\`\`\`bash run id=a\nseq 1 5\n${code}\n\`\`\`\n\n\`\`\`bash cleanup\ntouch cleaned\n\`\`\`\n`,
  });
  const env = { PROGRAM: `${process.execPath} ${process.cwd()}/dist/cli.js` };

  it.each([
    ['a full disk', '>/dev/full'],
    ['a closed stdout', '>&-'],
    ['both closed', '>&- 2>&-'],
    ['a pipe without a reader', '| true; set -- "${PIPESTATUS[0]}"'],
  ])('has the right exit code all the same: %s', async (_, redirection) => {
    const program = `set +e +o pipefail; set --; $PROGRAM run inner.md -v ${redirection}; echo "exit \${1-$?}"; rm cleaned`;
    const blocks: Block[] = [['bash run id=r', program]];
    const [passing, failing] = await Promise.all([
      runBlocks(blocks, { files: inner('true'), env }),
      runBlocks(blocks, { files: inner('false'), env }),
    ]);
    expect(passing.logs['r']).toContain('exit 0\n');
    expect(failing.logs['r']).toContain('exit 1\n');
    expect([passing.exitCode, failing.exitCode]).toEqual([0, 0]);
  });

  it('a log that may not become so large (`ulimit -f`) is exit 5, says so, and cleanup runs', async () => {
    const result = await runBlocks(
      [
        [
          'bash run id=r',
          'set +e; (ulimit -f 100; $PROGRAM run inner.md); echo "exit $?"; ls cleaned',
        ],
      ],
      { files: inner('seq 300000'), env },
    );
    expect(result.logs['r']).toContain('exit 5\ncleaned\n');
    expect(result.logs['r']).toContain('EFBIG: file too large');
    expect(result.logs['r']).toContain('allow larger files with `ulimit -f`');
  });

  it.each([
    ['passes', 'true'],
    ['has failed', 'false'],
  ])(
    'a journal that may not become so large is exit 5, of a run that %s, and stays readable',
    async (_, code) => {
      const steps = Array.from(
        { length: 40 },
        (_, at) => `\`\`\`bash run id=s${at} keep-going\n${at === 0 ? code : 'true'}\n\`\`\`\n`,
      );
      const cleanup = '```bash cleanup\ntouch cleaned\n```\n';
      const result = await runBlocks(
        [
          [
            'bash run id=r',
            'set +e; (ulimit -f 9; $PROGRAM run inner.md); echo "exit $?"; ls cleaned; $PROGRAM history inner.md',
          ],
        ],
        { files: { 'inner.md': steps.join('\n') + cleanup }, env, timeoutMs: 40_000 },
      );
      expect(result.logs['r']).toMatch(/cannot write \S+journal\.jsonl: EFBIG/);
      expect(result.logs['r']).toContain('exit 5\ncleaned\n');
      expect(result.logs['r']).toContain('unfinished');
      expect(result.logs['r']).not.toContain('unreadable');
      expect(await result.survivors()).toEqual([]);
    },
    60_000,
  );

  it('a journal that has room again after a line was cut off has whole lines only', async () => {
    const blocks = documentOf([
      // The journal is the largest file then, so that it alone is at its limit.
      `: ${'x'.repeat(60_000)}`,
      'prlimit --pid $PPID --fsize=$(($(stat -c %s "$XDG_STATE_HOME/runbook/runs/$RUNBOOK_RUN/journal.jsonl") + 20)):',
      ['bash run id=never', 'true'],
      ['bash cleanup id=clean', 'prlimit --pid $PPID --fsize=unlimited:'],
    ]);
    const result = await runBlocks(
      [['bash run id=r', 'set +e; $PROGRAM run inner.md; echo "exit $?"']],
      { files: { 'inner.md': blocks }, env },
    );
    expect(result.logs['r']).toMatch(/cannot write \S+journal\.jsonl: EFBIG/);
    expect(result.logs['r']).toContain('exit 5\n');
    const text = Object.entries(filesBelow(result.stateDir)).flatMap(([name, content]) =>
      name.endsWith('journal.jsonl') && content.includes('"document":"inner.md"')
        ? content.trimEnd().split('\n')
        : [],
    );
    const kept = text.map((line): unknown => JSON.parse(line));
    expect(kept).toContainEqual(expect.objectContaining({ type: 'step-end', step: 'clean' }));
    expect(kept).not.toContainEqual(expect.objectContaining({ type: 'step-end', step: 'step-2' }));
  });

  it.each([
    ['that prints much', 'mv "$XDG_STATE_HOME/runbook" gone; seq 300000'],
    ['that prints nothing', 'rm -rf "$XDG_STATE_HOME/runbook/runs/$RUNBOOK_RUN"'],
    ['that fails', 'rm -rf "$XDG_STATE_HOME/runbook/runs/$RUNBOOK_RUN"; false'],
  ])("a run's folder that vanishes during a step %s is exit 5, and says so", async (_, code) => {
    const result = await runBlocks(
      [
        ['bash run id=a', code],
        ['bash cleanup id=c', 'true'],
      ],
      {},
    );
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toMatch(
      /cannot write .*1-a\.log: ENOENT.*\n {2}hint it was removed during the run: /,
    );
    expect(result.stdout).not.toContain('runbook resume');
    expect(await result.survivors()).toEqual([]);
  });
});
