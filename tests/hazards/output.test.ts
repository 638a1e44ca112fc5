import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, reasonOf, runBlocks, withBlocks } from '../engine/blocks.ts';
import { startInline } from '../helpers/run-inline.ts';

const MB = 1024 * 1024;

describe('much output', () => {
  it('200 MB of it from one step cost neither memory nor the run', async () => {
    // The step itself reads the peak of its grandparent: the engine that started the shell.
    const run = startInline(
      documentOf([
        `yes "a line of output that is not short at all" | head -c ${200 * MB} || true`,
        'grep VmHWM "/proc/$PPID/status"',
      ]),
      { timeoutMs: 60_000 },
    );
    const result = withBlocks(await run.result);
    expect(result.exitCode, result.stdout).toBe(0);
    const peak = Number(/(\d+) kB/.exec(result.logs['step-2'] ?? '')?.[1]);
    expect(peak).toBeGreaterThan(10 * 1024);
    expect(peak).toBeLessThan(250 * 1024);
    const [end] = result.events.filter((event) => event.type === 'step-end');
    expect(statSync(end?.log ?? '').size).toBe(200 * MB);
  }, 90_000);

  it('a single line of 10 MB is kept, matched and shown in part', async () => {
    const result = await runBlocks([
      ['bash run id=a', `head -c ${10 * MB} /dev/zero | tr '\\0' x; echo; echo end`],
      ['output', 'x<<...>>x\nend'],
      ['bash run id=b', `head -c ${10 * MB} /dev/zero | tr '\\0' y; false`],
    ]);
    expect(result.statuses).toEqual(['a passed', 'b failed']);
    expect(result.stdout.length).toBeLessThan(100_000);
    expect(reasonOf(result, 'b')).toMatchObject({ exit: { code: 1 } });
  });

  it('100,000 lines are held against an expectation', async () => {
    const result = await runBlocks(['seq 100000', ['output', '1\n2\n...\n50000\n...\n100000']]);
    expect(result.exitCode, result.stdout).toBe(0);
  });
});

describe('documents of other systems', () => {
  const text = '# T\n\n```bash run\nx="a\nb"\necho "$x" | wc -c\n```\n\n```output\n4\n```\n';

  it.each([
    ['as they are', text],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with a BOM', `\ufeff${text}`],
    ['with a BOM and CRLF', `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ])('run the same %s', async (_, document) => {
    const run = startInline(document);
    const result = await run.result;
    expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  });

  it('a here-document of a document with CRLF has no carriage returns', async () => {
    const document = documentOf(["cat <<'END' | od -c | head -1\na\nEND"]);
    const result = withBlocks(await startInline(document.replaceAll('\n', '\r\n')).result);
    expect(result.logs['step-1']).toBe('0000000   a  \\n\n');
  });
});

describe('the state folder', () => {
  it('H33: holds all that a run writes, readable by its owner only', async () => {
    const result = await runBlocks([
      'echo "$RUNBOOK_RUN"',
      'find "$XDG_STATE_HOME" -type d ! -perm 0700; find "$XDG_STATE_HOME" -type f ! -perm 0600',
    ]);
    expect(result.logs['step-2']).toBe(`${result.stateDir}\n`);
    const journal = join(
      result.stateDir,
      'runbook/runs',
      result.logs['step-1']?.trim() ?? '',
      'journal.jsonl',
    );
    const written = readFileSync(journal, 'utf8').trimEnd().split('\n');
    expect(written.map((line) => JSON.parse(line))).toEqual(result.events);
  });

  it('that cannot be written is exit 5, and nothing runs', async () => {
    const result = await runBlocks(['touch ran'], {
      args: ['--state-dir', 'doc.md/state'],
    });
    expect(result.exitCode).toBe(5);
    expect(result.stdout).toBe('');
    expect(result.stderr.replaceAll(result.dir, 'DIR')).toMatchInlineSnapshot(`
      "error the engine failed (state-folder): cannot write the run's folder: DIR/doc.md is a file, not a folder
        hint give another folder with --state-dir, or set XDG_STATE_HOME
      "
    `);
  });

  it('in a place where nothing can be made is exit 5', async () => {
    const result = await runBlocks(['touch ran'], { args: ['--state-dir', '/proc/runbook'] });
    expect(result.exitCode).toBe(5);
    expect(result.stderr).toMatchInlineSnapshot(`
      "error the engine failed (state-folder): cannot write the run's folder: ENOENT: no such file or directory, mkdir '/proc/runbook'
        hint give another folder with --state-dir, or set XDG_STATE_HOME
      "
    `);
  });

  it('a working directory that cannot be made is exit 5', async () => {
    const result = await runBlocks(['touch ran'], { args: ['--workdir', 'doc.md/inner'] });
    expect(result.exitCode).toBe(5);
    expect(result.stderr.replaceAll(result.dir, 'DIR')).toMatchInlineSnapshot(`
      "error the engine failed (workdir): cannot create the working directory DIR/doc.md/inner: DIR/doc.md is a file, not a folder
        hint give another one with --workdir
      "
    `);
  });

  const FULL_LOG = 'f=$XDG_STATE_HOME/runbook/runs/$RUNBOOK_RUN/2-full.log; ln -sf /dev/full "$f"';

  it.each([
    ['a step', 'bash run', 'for ((i = 0; i < 99999; i++)); do echo "line $i"; done; touch through'],
    ['a step that fails', 'bash run', 'seq 99999; touch through; false'],
    [
      'a background step',
      'bash run background ready=file:up',
      'echo x; sleep 0.1; touch up; sleep 987',
    ],
  ])('a log of %s that cannot be written is exit 5, with cleanup', async (_, info, code) => {
    const result = await runBlocks([
      ['bash run id=b background ready=file:b', 'touch b; sleep 987'],
      // Within the step, since a log is there before the step prints anything.
      [`${info} id=full`, `${FULL_LOG}\n${code}`],
      ['bash run id=never', 'touch never'],
      ['bash cleanup id=clean', 'echo cleaned'],
    ]);
    expect(result.exitCode, result.stdout).toBe(5);
    expect(result.stderr).toContain('no space left on device');
    expect(result.logs['clean']).toBe('cleaned\n');
    expect(result.statuses).not.toContain('never passed');
    expect(await result.survivors()).toEqual([]);
  });
});
