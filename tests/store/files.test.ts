import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { openJournal } from '../../src/store/journal.ts';
import { OutputSink } from '../../src/store/output-sink.ts';
import { createRunFolder } from '../../src/store/run-folder.ts';

function makeFolder(): string {
  return mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'store-'));
}

function read(sink: OutputSink): string {
  return Buffer.concat([...sink.chunks()]).toString('utf8');
}

describe('an output', () => {
  it.each([
    ['a little', 10],
    ['more than fits in memory', 200_000],
  ])('gives back what was written, before and after it is finished: %s', (_, size) => {
    const sink = new OutputSink(join(makeFolder(), 'log'));
    const text = Array.from({ length: size / 10 }, (_, i) => `${i}`.padStart(9)).join('\n');
    for (let i = 0; i < text.length; i += 1000) sink.write(Buffer.from(text.slice(i, i + 1000)));
    expect(read(sink)).toBe(text);
    sink.finish();
    expect(read(sink)).toBe(text);
    expect(readFileSync(sink.path, 'utf8')).toBe(text);
    expect(statSync(sink.path).mode & 0o777).toBe(0o600);
    expect(sink.size).toBe(text.length);
    expect(sink.tail(1)).toEqual([text.slice(-9)]);
  });

  it('makes no file when nothing was written', () => {
    const folder = makeFolder();
    const sink = new OutputSink(join(folder, 'log'));
    sink.write(Buffer.alloc(0));
    sink.finish();
    expect(readdirSync(folder)).toEqual([]);
    expect(sink.tail(5)).toEqual([]);
  });

  it('is on disk at once when somebody follows it', () => {
    const sink = new OutputSink(join(makeFolder(), 'log'), 'file');
    sink.write(Buffer.from('x'));
    expect(readFileSync(sink.path, 'utf8')).toBe('x');
  });

  it.each([
    ['a\nb\nc\n', 2, ['b', 'c']],
    ['a\r\nb\r\n', 5, ['a', 'b']],
    ['a\n\nb', 2, ['', 'b']],
    ['no newline', 3, ['no newline']],
  ])('the end of %j', (text, count, lines) => {
    const sink = new OutputSink(join(makeFolder(), 'log'));
    sink.write(Buffer.from(text));
    expect(sink.tail(count)).toEqual(lines);
  });

  it('keeps the first error of a full disk', () => {
    const sink = new OutputSink('/dev/full', 'file');
    sink.write(Buffer.from('x'));
    sink.write(Buffer.from('y'));
    expect(sink.error?.message).toContain('ENOSPC');
  });

  it('removes its file when it is not wanted', () => {
    const folder = makeFolder();
    const sink = new OutputSink(join(folder, 'log'), 'file');
    sink.write(Buffer.from('x'));
    sink.discard();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the journal', () => {
  it('has one line for each event, what only moves the screen left out', () => {
    const folder = makeFolder();
    const journal = openJournal(folder);
    journal.append({ type: 'step-start', time: 't', step: 'a\nb' });
    journal.append({ type: 'step-output', step: 'a', lines: ['x'] });
    journal.append({ type: 'step-waiting', step: 'a', reason: 'x' });
    journal.append({ type: 'notice', time: 't', text: 'n' });
    journal.close();
    const path = join(folder, 'journal.jsonl');
    expect(readFileSync(path, 'utf8')).toMatchInlineSnapshot(`
      "{"type":"step-start","time":"t","step":"a\\nb"}
      {"type":"notice","time":"t","text":"n"}
      "
    `);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('on a full disk says what to do', () => {
    const folder = makeFolder();
    symlinkSync('/dev/full', join(folder, 'journal.jsonl'));
    const journal = openJournal(folder);
    const append = (): void => journal.append({ type: 'notice', time: 't', text: 'n' });
    expect(append).toThrow(EngineError);
    expect(append).toThrow(/ENOSPC/);
    journal.close();
  });
});

describe('the run folder', () => {
  it('is private, holds the document, and has an id of its own each time', () => {
    const state = join(makeFolder(), 'new', 'state');
    const folders = Array.from({ length: 50 }, () =>
      createRunFolder(state, 'docs/guide.md', 'text'),
    );
    expect(new Set(folders.map(({ id }) => id)).size).toBe(50);
    for (const { path } of folders) {
      expect(statSync(path).mode & 0o777).toBe(0o700);
      expect(readFileSync(join(path, 'guide.md'), 'utf8')).toBe('text');
      expect(statSync(join(path, 'guide.md')).mode & 0o777).toBe(0o600);
    }
    expect(statSync(state).mode & 0o777).toBe(0o700);
  });

  it('below a file is an engine error with a hint', () => {
    const folder = makeFolder();
    openJournal(folder).close();
    const create = () => createRunFolder(join(folder, 'journal.jsonl', 'state'), 'a.md', '');
    expect(create).toThrow(/cannot write the run's folder: .*journal\.jsonl is a file/);
    expect(create).toThrow(EngineError);
  });
});
