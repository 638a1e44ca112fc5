import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startInline } from '../helpers/run-inline.ts';
import { DRIFTED, documentOf, update } from './updating.ts';

describe('H21: every byte outside of the changes is the same', () => {
  const around = (fence: string): string =>
    `---\n# a comment\ntitle: x   \n---\n\n* a\n+ b\n\nTrailing  \n${fence}\n<!-- end -->\n\n\n`;

  it.each<[string, string]>([
    ['a plain document', around(DRIFTED)],
    ['CRLF', around(DRIFTED).replaceAll('\n', '\r\n')],
    ['a byte-order mark', `\uFEFF${around(DRIFTED)}`],
    ['no newline at the end', around(DRIFTED).trimEnd()],
    ['tildes', around(DRIFTED.replaceAll('```', '~~~'))],
    ['longer fences', around(DRIFTED.replaceAll('```', '`````'))],
    ['an indented fence', around(DRIFTED.replaceAll(/^(.)/gm, '  $1'))],
    ['a list', around(`- x\n\n${DRIFTED.replaceAll(/^(.)/gm, '  $1')}`)],
    ['a list that begins with the fence', around(`1. ${DRIFTED.replaceAll(/\n(.)/g, '\n   $1')}`)],
    ['a quote', around(DRIFTED.replaceAll(/^/gm, '> '))],
    ['a quote without blanks', around(DRIFTED.replaceAll(/^/gm, '>'))],
    ['a list in a quote', around(`> - x\n>\n${DRIFTED.replaceAll(/^/gm, '>   ')}`)],
  ])('%s', async (_what, document) => {
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('Hello', 'hello'));
  });

  it.each<[string, string, string]>([
    [
      'a list',
      '- x\n\n  ```bash run\n  printf "a\\n\\nb\\n"\n  ```\n\n  ```output\n  a\n  ```\n',
      '  a\n\n  b\n',
    ],
    [
      'a quote',
      '> ```bash run\n> printf "a\\n\\nb\\n"\n> ```\n>\n> ```output\n> a\n> ```\n',
      '> a\n>\n> b\n',
    ],
    [
      'CRLF',
      '```bash run\r\nprintf "a\\n\\nb\\n"\r\n```\r\n\r\n```output\r\na\r\n```\r\n',
      '```output\r\na\r\n\r\nb\r\n```',
    ],
  ])('new lines are lines of the fence: %s', async (_what, document, expected) => {
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toContain(expected);
    expect((await update(documentOf(result), ['--check'])).exitCode).toBe(0);
  });
});

describe('writing', () => {
  it('keeps the mode, and follows a symbolic link', async () => {
    const started = startInline(DRIFTED.replace('echo hello', 'echo hello; sleep 0.3'), {
      command: 'update',
      args: ['--yes'],
      name: 'real.md',
    });
    chmodSync(join(started.dir, 'real.md'), 0o640);
    const first = await started.result;
    expect(first.exitCode).toBe(0);
    expect(statSync(join(first.dir, 'real.md')).mode & 0o777).toBe(0o640);
  });

  it('refuses a file that changed during the run', async () => {
    const document = `\`\`\`bash run\necho more >>doc.md\n\`\`\`\n\n${DRIFTED}`;
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(`${document}more\n`);
    expect(result.stderr).toContain('not written: it was changed by someone else during the run');
  });

  it('refuses a file that is read-only', async () => {
    const document = DRIFTED.replace('echo hello', 'chmod 444 doc.md; echo hello');
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('doc.md: not written: it is read-only');
    expect(documentOf(result)).toBe(document);
  });

  it('leaves the old file when there is no room for the new one', async () => {
    // The program may write no more than this to one file, as on a disk that is full: enough for its record and
    // for each log, and not for a document that all these outputs stand in.
    const limit = '```bash run\nprlimit --fsize=60000:60000 --pid "$PPID"\n```\n';
    const long = 'for i in {1..300}; do echo "line $i of many that fill the file"; done';
    const step = `\`\`\`bash test\n${long}\n\`\`\`\n\n\`\`\`output\nshort\n\`\`\`\n`;
    const document = [limit, ...Array.from({ length: 8 }, () => step)].join('\n');
    const result = await update(document, ['--yes']);
    expect(result.exitCode, result.stderr).toBe(1);
    expect(result.stderr).toContain('doc.md: not written: EFBIG');
    expect(documentOf(result)).toBe(document);
    expect(readdirSync(result.dir)).toEqual(['doc.md']);
  });

  it('refuses when the file is gone', async () => {
    const result = await update(DRIFTED.replace('echo hello', 'rm doc.md; echo hello'), ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('doc.md: not written: it is no longer there');
  });

  it('leaves the file to its owner', async () => {
    const started = startInline(DRIFTED.replace('echo hello', 'sleep 0.3; echo hello'), {
      command: 'update',
      args: ['--yes'],
    });
    const path = join(started.dir, 'doc.md');
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(path, 12345, 12345);
    const owner = statSync(path).uid;
    expect((await started.result).exitCode).toBe(0);
    expect(statSync(path).uid).toBe(owner);
  });

  it('writes the target of a symbolic link', async () => {
    const result = await update(
      DRIFTED.replace('echo hello', 'mv doc.md real.md; ln -s real.md doc.md; echo hello'),
      ['--yes'],
    );
    expect(result.exitCode).toBe(0);
    expect(documentOf(result, 'real.md')).toContain('\nhello\n```\n');
    expect(readFileSync(join(result.dir, 'doc.md'), 'utf8')).toBe(documentOf(result, 'real.md'));
  });
});
