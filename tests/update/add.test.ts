import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { documentOf, update } from './updating.ts';

describe('--add', () => {
  it.each<[string, string, string]>([
    ['text', 'echo a; echo "b  "', '```output\na\nb   (equal)\n```\n'],
    ['JSON', 'echo \'{"a":[1,2]}\'', '```json expect\n{"a": [1, 2]}\n```\n'],
    ['both streams', 'echo a; echo b >&2', '```stdout\na\n```\n\n```stderr\nb\n```\n'],
    ['errors only', 'echo b >&2', '```output\nb\n```\n'],
    [
      'fences',
      'printf "%s\\n" "\\`\\`\\`js" x "\\`\\`\\`"',
      '````output\n```js\nx\n``` (equal)\n````\n',
    ],
    ['JSON with a key twice', 'echo \'{"a":1,"a":2}\'', '```output\n{"a":1,"a":2}\n```\n'],
  ])('writes an expectation for a step that has none: %s', async (_what, code, fence) => {
    const document = `\`\`\`bash run\n${code}\n\`\`\`\n\nText.\n`;
    const result = await update(document, ['--yes', '--add']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(`\`\`\`bash run\n${code}\n\`\`\`\n\n${fence}\nText.\n`);
    expect((await update(documentOf(result), ['--check', '--add'])).exitCode).toBe(0);
  });

  it('does not mix the streams where one of them is captured', async () => {
    const document = '```bash run capture=v\necho a\n```\n';
    const result = await update(document, ['--yes', '--add']);
    expect(documentOf(result)).toBe(`${document}\n\`\`\`stdout\na\n\`\`\`\n`);
    expect((await update(documentOf(result), ['--check'])).exitCode).toBe(0);
  });

  it('writes status, type and body of a response', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"ok":true,"items":[]}');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const document = `\`\`\`http test\nGET http://127.0.0.1:${port}/\n\`\`\`\n`;
    const result = await update(document, ['--yes', '--add']);
    const again = await update(documentOf(result), ['--check', '--add']);
    server.close();
    expect(documentOf(result)).toBe(
      `${document}\n\`\`\`http expect\nHTTP 200\ncontent-type: application/json\n\n{"ok": true, "items": []}\n\`\`\`\n`,
    );
    expect(again.exitCode).toBe(0);
  });

  it('writes nothing for what prints nothing, for files, background and cleanup steps', async () => {
    const document = [
      '```bash run\ntrue\n```\n',
      '```text configure file=x\ny\n```\n',
      '```bash run background ready=log:/up/\necho up; exec sleep 60\n```\n',
      '```bash cleanup\necho gone\n```\n',
    ].join('\n');
    const result = await update(document, ['--yes', '--add']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document);
  });

  it.each<[string, string, string]>([
    [
      'a list',
      '- x\n\n  ```bash run\n  echo a; echo; echo b\n  ```\n\n- y\n',
      '- x\n\n  ```bash run\n  echo a; echo; echo b\n  ```\n  ```output\n  a\n\n  b\n  ```\n\n- y\n',
    ],
    [
      'a quote',
      '> ```bash run\n> echo a\n> ```\n',
      '> ```bash run\n> echo a\n> ```\n>\n> ```output\n> a\n> ```\n',
    ],
    [
      'CRLF',
      '```bash run\r\necho a\r\n```\r\n',
      '```bash run\r\necho a\r\n```\r\n\r\n```output\r\na\r\n```\r\n',
    ],
    [
      'no newline at the end',
      '```bash run\necho a\n```',
      '```bash run\necho a\n```\n\n```output\na\n```',
    ],
  ])('puts it where the step is: %s', async (_what, document, expected) => {
    const result = await update(document, ['--yes', '--add']);
    expect(documentOf(result)).toBe(expected);
    expect((await update(expected, ['--check', '--add'])).exitCode).toBe(0);
  });
});

it('puts what is new before what follows, also where both begin in the same line', async () => {
  const document = '```bash run\necho a\n```\n```bash run\nexit 3\n```\n';
  const result = await update(document, ['--yes', '--add', '--accept-exit']);
  expect(documentOf(result)).toBe(
    '```bash run\necho a\n```\n\n```output\na\n```\n```bash run exit=3\nexit 3\n```\n',
  );
});
