import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runBlocks } from '../engine/blocks.ts';
import { runInline } from '../helpers/run-inline.ts';

const FULL = ['--report', 'jsonl=/dev/full'];

describe('a report that cannot be written to its end', () => {
  it.each([
    ['that passes', 'true', 5, ['step-1 passed', 'after passed', 'clean passed']],
    ['that fails', 'false', 1, ['step-1 failed', 'clean passed', 'after skipped']],
  ])('does not stop a run %s, which is not a success', async (_, code, exitCode, statuses) => {
    const result = await runBlocks(
      [code, ['bash run id=after', 'true'], ['bash cleanup id=clean', 'true']],
      { args: FULL },
    );
    expect(result.exitCode, result.stderr).toBe(exitCode);
    // The other report is whole.
    expect(result.statuses).toEqual(statuses);
    const id = result.events.flatMap((event) => (event.type === 'run-start' ? [event.run] : []));
    expect(result.stderr.replaceAll(id.join(), 'RUN')).toBe(
      'error --report jsonl=/dev/full: the report is not whole: ENOSPC: no space left on device, write\n' +
        '  hint see to it that the file can be written, then write it again: `runbook report RUN --report jsonl=/dev/full`\n',
    );
  });

  it('is no success either where nothing was executed', async () => {
    const result = await runInline('# Doc\n', { args: FULL });
    expect(result.exitCode, result.stderr).toBe(5);
  });

  it('because its reader has gone is named as well', async () => {
    const reader = 'mkfifo pipe; (head -n 1 <pipe >first; touch gone) & disown';
    const inner = [
      '```bash run',
      'until [[ -e gone ]]; do sleep 0.05; done',
      '```',
      '```bash run',
      'touch through',
      '```',
    ];
    const result = await runBlocks(
      [
        `${reader}; set +e; $PROGRAM run inner.md --report jsonl=pipe; echo "exit $?"; ls through; wc -l <first`,
      ],
      {
        files: { 'inner.md': inner.join('\n') },
        env: { PROGRAM: `${process.execPath} ${process.cwd()}/dist/cli.js` },
        timeoutMs: 40_000,
      },
    );
    expect(result.logs['step-1']).toContain('exit 5\nthrough\n1\n');
    expect(result.logs['step-1']).toMatch(/--report jsonl=\S+pipe: the report is not whole: EPIPE/);
  }, 60_000);

  it('is no success of `report` either, and the folder of the records is in its advice', async () => {
    const args = ['--state-dir', 'kept'];
    const { place, events } = await runInline('```bash run\ntrue\n```\n', { args });
    const [start] = events.flatMap((event) => (event.type === 'run-start' ? [event.run] : []));
    const result = await runInline('', {
      command: 'report',
      name: null,
      place,
      args: [start ?? '', ...args, ...FULL],
    });
    expect(result.exitCode).toBe(5);
    expect(result.stdout).toContain('1 passed');
    expect(result.stderr).toContain(
      `\`runbook report ${start} --state-dir ${join(place.dir, 'kept')} --report jsonl=/dev/full\``,
    );
  });
});

describe('the report of a run that does not begin', () => {
  const document = '```bash run colour=red\ntrue\n```\n';

  it('is not created', async () => {
    const result = await runInline(document, { args: ['--report', 'jsonl=new.jsonl'] });
    expect(result.exitCode).toBe(2);
    expect(existsSync(join(result.dir, 'new.jsonl'))).toBe(false);
    expect(existsSync(result.place.report)).toBe(false);
  });

  it('stays as it was', async () => {
    const result = await runInline(document, {
      files: { 'old.jsonl': 'old\n' },
      args: ['--report', 'jsonl=old.jsonl'],
    });
    expect(result.exitCode).toBe(2);
    expect(readFileSync(join(result.dir, 'old.jsonl'), 'utf8')).toBe('old\n');
  });

  it('is not created where a run of the same document is under way', async () => {
    const inner =
      '```bash run\n$PROGRAM run doc.md --report jsonl=new.jsonl; echo "exit $?"\n```\n';
    const result = await runInline(
      inner.replace('$PROGRAM run', 'set +e; RUNBOOK_RUN= $PROGRAM run'),
      { env: { PROGRAM: `${process.execPath} ${process.cwd()}/dist/cli.js` } },
    );
    const [end] = result.events.flatMap((event) => (event.type === 'step-end' ? [event.log] : []));
    expect(readFileSync(end ?? '', 'utf8')).toContain('exit 2\n');
    expect(existsSync(join(result.dir, 'new.jsonl'))).toBe(false);
  });
});

it('a report that is shorter than what was there before is the report alone', async () => {
  const { place } = await runInline('# Doc\n');
  writeFileSync(place.report, 'x'.repeat(100_000));
  const { events } = await runInline('', { place });
  expect(events.map(({ type }) => type)).toEqual(['run-start', 'run-end']);
});
