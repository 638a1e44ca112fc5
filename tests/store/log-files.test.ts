import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFiles } from '../../src/store/log-files.ts';
import { OutputSink } from '../../src/store/output-sink.ts';

/** Two steps, one after the other: what is in their folder at the end. */
function writeLogs(first: string, second: string, between: (folder: string) => void = () => {}) {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'logs-'));
  const files = new LogFiles();
  for (const [name, text] of [
    ['1-a.log', first],
    ['2-b.log', second],
  ] as const) {
    const path = join(folder, name);
    files.prepare(path);
    between(folder);
    const sink = new OutputSink(path, 'either', files);
    sink.write(Buffer.from(text));
    sink.finish();
    expect(sink.error).toBeUndefined();
    expect(Buffer.concat([...sink.chunks()]).toString()).toBe(text);
  }
  files.close();
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

describe('logs that are ready before anything is printed', () => {
  it.each([
    ['both print', 'one\n', 'two\n', { '1-a.log': 'one\n', '2-b.log': 'two\n' }],
    ['the first prints nothing', '', 'two\n', { '2-b.log': 'two\n' }],
    ['the last prints nothing', 'one\n', '', { '1-a.log': 'one\n' }],
    ['nobody prints anything', '', '', {}],
  ])('%s: a file for each that does', (_, first, second, expected) => {
    expect(writeLogs(first, second)).toEqual(expected);
  });

  it('take more than is kept in memory', () => {
    const long = 'x'.repeat(200_000);
    expect(writeLogs(long, '')).toEqual({ '1-a.log': long });
  });

  it('are made again when somebody has removed them meanwhile', () => {
    const clear = (folder: string): void => {
      for (const name of readdirSync(folder)) if (name.startsWith('2')) rmSync(join(folder, name));
    };
    expect(writeLogs('one\n', 'two\n', clear)).toEqual({ '1-a.log': 'one\n', '2-b.log': 'two\n' });
    expect(writeLogs('', 'two\n', clear)).toEqual({ '2-b.log': 'two\n' });
  });
});
