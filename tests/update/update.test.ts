import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type InlineOptions,
  type InlineResult,
  runInline,
  startInline,
} from '../helpers/run-inline.ts';

/** A document whose only expectation has drifted. */
const DRIFTED = '```bash run id=hello\necho hello\n```\n\n```output\nHello\n```\n';
const UPDATED = DRIFTED.replace('Hello', 'hello');

function update(document: string, args: readonly string[], options: InlineOptions = {}) {
  return runInline(document, { command: 'update', args, ...options });
}

function documentOf({ dir }: InlineResult, name = 'doc.md'): string {
  return readFileSync(join(dir, name), 'utf8');
}

describe('what is done with the changes', () => {
  it('without a person and an option they are shown, and nothing is written', async () => {
    const result = await update(DRIFTED, []);
    expect(result.stdout).toMatchInlineSnapshot(`
      "--- a/doc.md
      +++ b/doc.md
      @@ -3,5 +3,5 @@
       \`\`\`
       
       \`\`\`output
      -Hello
      +hello
       \`\`\`
      "
    `);
    expect(result.stderr).toContain('nothing was written: `--yes` writes the changes');
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(DRIFTED);
  });

  it('what is on stdout is a patch that `git apply` takes', async () => {
    const result = await update(DRIFTED, []);
    execFileSync('git', ['apply', '-'], { cwd: result.dir, input: result.stdout });
    expect(documentOf(result)).toBe(UPDATED);
  });

  it('--yes writes them', async () => {
    const result = await update(DRIFTED, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(UPDATED);
    expect(result.stderr).toContain('doc.md: 1 change written');
  });

  it('-y is the same', async () => {
    expect(documentOf(await update(DRIFTED, ['-y']))).toBe(UPDATED);
  });

  it('--check says whether there are any', async () => {
    const drifted = await update(DRIFTED, ['--check']);
    expect(drifted.exitCode).toBe(1);
    expect(documentOf(drifted)).toBe(DRIFTED);
    expect((await update(UPDATED, ['--check'])).exitCode).toBe(0);
  });

  it('--stdout prints the document and nothing else', async () => {
    const result = await update(DRIFTED, ['--stdout']);
    expect(result).toMatchObject({ exitCode: 0, stdout: UPDATED });
    expect(documentOf(result)).toBe(DRIFTED);
  });

  it('two ways at once are refused', async () => {
    const result = await update(DRIFTED, ['--yes', '--check']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('`--yes` and `--check`: give one of them');
  });

  it('a document that holds is left alone', async () => {
    const result = await update(UPDATED, ['--yes']);
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain('doc.md: nothing to update');
  });

  it('updating an updated document changes nothing', async () => {
    const first = await update(DRIFTED, ['--stdout', '--add']);
    const second = await update(first.stdout, ['--stdout', '--add']);
    expect(second.stdout).toBe(first.stdout);
  });
});

describe('the run', () => {
  it('goes on as if the expectation held, with its captures', async () => {
    const document =
      '```bash run\necho "Port: 80"\n```\n\n```output\nport <<p:int>>\n```\n\n' +
      '```bash run\necho "at $p"\n```\n\n```output\nAt ${p}\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(
      document.replace('port <<p', 'Port: <<p').replace('At ${p}', 'at ${p}'),
    );
  });

  it('only what fails in the last attempt is taken over', async () => {
    const document =
      '```bash health within=10s every=100ms\necho x >>n; wc -l <n\n```\n\n```output\n3\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document);
  });

  it('what a step with attempts ends with is taken over', async () => {
    const document =
      '```bash test retry=2 backoff=10ms\necho x >>n; wc -l <n\n```\n\n```output\n9\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('9', '3'));
  });

  it('what a background step has logged when its time is up is taken over', async () => {
    const document =
      '```bash run background ready=log:/up/ within=1s\necho up; exec sleep 60\n```\n\n```output\nUp\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('Up', 'up'));
    expect(await result.survivors()).toEqual([]);
  });

  it('a step that fails otherwise ends it, and what was found is written', async () => {
    const document = `${DRIFTED}\n\`\`\`bash run\nfalse\n\`\`\`\n`;
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document.replace('Hello', 'hello'));
  });

  it('nothing executed is no success', async () => {
    expect((await update('# nothing\n', ['--yes'])).exitCode).toBe(3);
  });

  it('an invalid document is refused', async () => {
    expect((await update('```bash run nonsense\n```\n', ['--yes'])).exitCode).toBe(2);
  });

  it('H20: Ctrl-C during the run writes nothing', async () => {
    const document = `${DRIFTED}\n\`\`\`bash run\necho waiting; sleep 60\n\`\`\`\n`;
    const started = startInline(document, { command: 'update', args: ['--yes', '--verbose'] });
    await started.waitFor('echo hello');
    started.kill('SIGINT');
    const result = await started.result;
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain('interrupted: nothing was written');
    expect(documentOf(result)).toBe(document);
    expect(await result.survivors()).toEqual([]);
  });

  it('H20: `run` never writes the document', async () => {
    const result = await runInline(DRIFTED);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(DRIFTED);
  });
});

describe('what is not updated', () => {
  it('a pattern that fails is reported, and is no longer there only on an answer', async () => {
    const document = '```bash run id=a\necho long\n```\n\n```output\ntook \\d+s (re)\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stderr).toContain(
      'not updated doc.md:6 `output` of `a`: the pattern `took \\d+s (re)` does not hold',
    );
  });

  it('conditions are written by hand', async () => {
    const document = '```bash run id=a\necho x\n```\n\n```assert\nstdout contains "y"\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stderr).toContain(
      'not updated doc.md:5 `assert` of `a`: it says what is meant, and is written by hand',
    );
  });

  it('an exit code is not, without --accept-exit', async () => {
    const document = '```bash run\nexit 3\n```\n\n```bash run exit=1\nexit 2\n```\n';
    const refused = await update(document, ['--yes']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(
      'not updated doc.md:1 `step-1`: it ended with exit code 3, which only `--accept-exit` takes over',
    );
    expect(documentOf(refused)).toBe(document);
    const accepted = await update(document, ['--yes', '--accept-exit']);
    expect(accepted.exitCode).toBe(0);
    expect(documentOf(accepted)).toBe(
      '```bash run exit=3\nexit 3\n```\n\n```bash run exit=2\nexit 2\n```\n',
    );
  });

  it('a large output is not put into a document', async () => {
    const document = '```bash run id=a\nseq 10001\n```\n\n```output\n1\n```\n';
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
    expect(documentOf(result)).toBe(document);
    expect(result.stderr).toContain(
      'not updated doc.md:5 `output` of `a`: output has 10,001 lines',
    );
  });

  it('a secret is not put into a document', async () => {
    const document =
      '---\nrunbook:\n  params:\n    token: {type: string, secret: true}\n---\n' +
      '```bash run\necho "token $TOKEN"\n```\n\n```output\nx\n```\n';
    const result = await update(document, ['--yes'], { env: { TOKEN: 'hunter2secret' } });
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('\nx\n', '\ntoken •••\n'));
    const again = await update(documentOf(result), ['--check'], {
      env: { TOKEN: 'hunter2secret' },
    });
    expect(again.exitCode).toBe(0);
  });
});

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
    // The program may write no more than this to one file: as on a disk that is full.
    const limit = 'prlimit --fsize=20000:20000 --pid "$PPID"; echo hello';
    const document = `${DRIFTED.replace('echo hello', limit)}\n${'Text. '.repeat(5000)}\n`;
    const result = await update(document, ['--yes']);
    expect(result.exitCode).toBe(1);
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

describe('steps with several attempts', () => {
  it('take over what one attempt printed, or a pattern where several have to pass', async () => {
    const once = '```bash test\necho "n 1"\n```\n\n```output\nn 0\n```\n';
    const counted = 'echo x >>n; echo "n $(wc -l <n)"';
    const stable = once.replace('test', 'test stable=3').replace('echo "n 1"', counted);
    expect(documentOf(await update(once, ['--yes']))).toContain('\nn 1\n');
    const result = await update(stable, ['--yes']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toContain('\nn <<:int>>\n');
  });
});

describe('--stabilize', () => {
  const counted = (code: string, body: string): string =>
    `\`\`\`bash run\necho x >>n; n=$(wc -l <n)\n${code}\n\`\`\`\n\n\`\`\`output\n${body}\n\`\`\`\n`;

  it('puts holes where runs differ', async () => {
    const document = counted('echo "took $n seconds"; echo same', 'took 1 seconds\nsame');
    const result = await update(document, ['--yes', '--stabilize', '3']);
    expect(result.exitCode).toBe(0);
    expect(documentOf(result)).toBe(document.replace('took 1', 'took <<:int>>'));
  });

  it('widens a hole that the next run does not fit', async () => {
    const document = counted('((n < 3)) || n=1.5; echo "took $n seconds"', 'took 1 seconds');
    const result = await update(document, ['--yes', '--stabilize', '3']);
    expect(documentOf(result)).toBe(document.replace('took 1', 'took <<:number>>'));
  });

  it('says `vary=` when many lines differ by one type', async () => {
    const document = counted('for i in a b c d; do echo "$i: $n"; done', 'a: 1\nb: 1\nc: 1\nd: 1');
    const result = await update(document, ['--yes', '--stabilize', '2']);
    expect(documentOf(result)).toBe(document.replace('```output', '```output vary=int'));
  });

  it('lets lines that come and go be any lines', async () => {
    const document = counted('echo a; ((n == 1)) || echo more; echo b', 'a\nb');
    const result = await update(document, ['--yes', '--stabilize', '2']);
    expect(documentOf(result)).toBe(document.replace('a\nb', 'a\n...\nb'));
  });

  it('works on what --add writes, and on JSON', async () => {
    const document =
      '```bash run\necho x >>n\necho "{\\"n\\": $(wc -l <n), \\"s\\": \\"v1.0.$(wc -l <n)\\"}"\n```\n';
    const result = await update(document, ['--yes', '--add', '--stabilize', '2']);
    expect(documentOf(result)).toContain('{"n": "<<:int>>", "s": "v<<:semver>>"}');
  });

  it('refuses what is no number of runs', async () => {
    expect((await update(DRIFTED, ['--stabilize', '1'])).exitCode).toBe(2);
  });
});
