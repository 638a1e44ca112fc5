import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InlineProcess, type InlineResult, startInline } from '../helpers/run-inline.ts';

const DOCUMENT = [
  '```bash run id=one\necho "took 4s"\n```\n\n```output\ntook 3s\n```\n',
  '```bash run id=two\necho b\n```\n\n```output\na\n```\n',
].join('\n');
const PATTERN = '```bash run id=a keep-going\necho long\n```\n\n```output\ntook \\d+s (re)\n```\n';

/** The program with a terminal of its own. */
function open(document: string, env: Readonly<Record<string, string>> = {}): InlineProcess {
  return startInline(document, {
    command: 'update',
    terminal: true,
    keyboard: true,
    env: { TERM: 'xterm', ...env },
  });
}

/** Waits for each question and answers it with one key. */
async function answer(started: InlineProcess, ...keys: readonly string[]): Promise<void> {
  for (const [index, key] of keys.entries()) {
    await started.waitFor('[q]uit', index + 1);
    started.type(key);
  }
}

function documentOf({ dir }: InlineResult): string {
  return readFileSync(join(dir, 'doc.md'), 'utf8');
}

describe('on a terminal each change is asked for', () => {
  it('y writes it, n leaves it', async () => {
    const started = open(DOCUMENT);
    await answer(started, 'n', 'y');
    const result = await started.result;
    expect(documentOf(result)).toBe(DOCUMENT.replace('\na\n', '\nb\n'));
    expect(result.stdout).toContain('doc.md: 1 change written');
    expect(result.exitCode).toBe(1);
  });

  it('all of them written is a success', async () => {
    const started = open(DOCUMENT);
    await answer(started, 'y', 'y');
    const result = await started.result;
    expect(documentOf(result)).toBe(DOCUMENT.replace('3s', '4s').replace('\na\n', '\nb\n'));
    expect(result.exitCode).toBe(0);
  });

  it('p takes a pattern instead of the text', async () => {
    const started = open(DOCUMENT);
    await answer(started, 'p', 'y', 'y');
    expect(documentOf(await started.result)).toContain('\ntook <<:duration>>\n');
  });

  it('p again goes back to the text', async () => {
    const started = open(DOCUMENT);
    await answer(started, 'p', 'p', 'y', 'y');
    expect(documentOf(await started.result)).toContain('\ntook 4s\n');
  });

  it('e changes the lines in an editor', async () => {
    const started = open(DOCUMENT, { EDITOR: "sed -i 's/4s/<<:any>>/'" });
    await answer(started, 'e', 'y', 'y');
    const result = await started.result;
    expect(documentOf(result)).toContain('\ntook <<:any>>\n');
    expect(result.exitCode).toBe(0);
  });

  it('e says when the lines do not hold', async () => {
    const started = open(DOCUMENT, { VISUAL: "sed -i 's/4s/5s/'", EDITOR: 'false' });
    await answer(started, 'e', 'n', 'n');
    const result = await started.result;
    expect(result.stdout).toContain('with these lines it does not hold');
    expect(result.stdout).toContain('- took 5s');
    expect(documentOf(result)).toBe(DOCUMENT);
  });

  it('lines that do not hold can be written, and are no success', async () => {
    const started = open(DOCUMENT, { VISUAL: "sed -i 's/4s/5s/'" });
    await answer(started, 'e', 'y', 'y');
    const result = await started.result;
    expect(documentOf(result)).toContain('took 5s');
    expect(result.exitCode).toBe(1);
  });

  it('q asks no more, and writes what was agreed to', async () => {
    const started = open(DOCUMENT);
    await answer(started, 'y', 'q');
    const result = await started.result;
    expect(documentOf(result)).toBe(DOCUMENT.replace('3s', '4s'));
    expect(result.exitCode).toBe(1);
  });

  it('H20: Ctrl-C writes nothing', async () => {
    const started = open(DOCUMENT);
    await answer(started, 'y', '\x03');
    const result = await started.result;
    expect(documentOf(result)).toBe(DOCUMENT);
    expect(result.exitCode).toBe(130);
  });

  it('H37: Enter decides nothing', async () => {
    const started = open(DOCUMENT);
    await answer(started, '\r');
    started.type('\r\r x\x1b');
    await new Promise((resolve) => setTimeout(resolve, 200));
    started.type('y');
    await started.waitFor('[q]uit', 2);
    started.type('n');
    expect(documentOf(await started.result)).toBe(DOCUMENT.replace('3s', '4s'));
  });

  it('? says what the keys do', async () => {
    const started = open(DOCUMENT);
    await answer(started, '?', 'q');
    expect((await started.result).stdout).toContain('Ctrl-C  write nothing at all');
  });

  it('a pattern is given up on an answer, and it says so', async () => {
    const started = open(PATTERN);
    await answer(started, 'y');
    const result = await started.result;
    expect(result.stdout).toContain('gives up the pattern `took \\d+s (re)`');
    expect(documentOf(result)).toBe(PATTERN.replace('took \\d+s (re)', 'long'));
  });

  it('CI is no person', async () => {
    const result = await open(DOCUMENT, { CI: '1' }).result;
    expect(documentOf(result)).toBe(DOCUMENT);
    expect(result.stdout).toContain('nothing was written: `--yes` writes the changes');
  });
});
