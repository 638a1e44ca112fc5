import { expect, it } from 'vitest';
import { runInline } from '../helpers/run-inline.ts';

const DOCUMENT = '# Doc\n\n```bash run id=one\ntouch ran\n```\n';

it.each([
  ['run', ['--timeout', 'soon'], '--timeout soon: is no duration such as `90s` or `10m`'],
  ['run', ['--timeout', '0s'], '--timeout 0s: is no duration'],
  ['run', ['--color', 'purple'], '--color purple: is none of `auto`, `always`, `never`'],
  ['run', ['--report', 'junit'], '`--report junit` needs a file: `--report junit=FILE`'],
  ['run', ['--report', 'github='], '`--report github` needs a file'],
  ['run', ['--report', 'jsnol=x'], 'there is no report of the kind `jsnol`'],
  ['run', ['--report', 'jsonl'], '`--report jsonl` needs a file'],
  ['run', ['--params', 'no.yaml'], '--params no.yaml: there is no such file'],
  ['run', ['--set', 'port=1'], 'the document has no param `port` (--set): it has none'],
  ['plan', ['--until', 'two'], '--until two: no step has this id'],
  ['export', [], '`export` needs a format'],
  ['export', ['--to', 'html'], '--to html: there is no such format'],
  ['export', ['--to', 'markdown', '--out', 'a', '--check', 'b'], 'give one of them'],
  ['export', ['--to', 'markdown', '--check', 'no.md'], '--check no.md: '],
  ['export', ['--to', 'markdown', '--proof', 'no.jsonl'], '--proof no.jsonl: '],
  ['check', ['no-such-folder/x.md'], 'no-such-folder/x.md: there is no such document'],
])(
  'H17: `%s DOC %j` is refused with exit code 2, and nothing runs',
  async (command, args, text) => {
    const { exitCode, stdout, stderr, events } = await runInline(DOCUMENT, { command, args });
    expect({ exitCode, stdout, events }).toEqual({ exitCode: 2, stdout: '', events: [] });
    expect(stderr).toContain(text);
  },
);

it.each([
  ['run', 'Usage: runbook run DOC'],
  ['check', 'Usage: runbook check [GLOB…]'],
])('`%s --help` needs no document', async (command, text) => {
  const { exitCode, stdout } = await runInline('', { name: null, command, args: ['--help'] });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(text);
});

it.each([
  ['-', '-: is no file, and a document has to be one'],
  ['/dev/null', '/dev/null: is no file, and a document has to be one'],
  ['.', '.: is a folder'],
])('a document that is no file is refused: %s', async (name, text) => {
  const { exitCode, stderr } = await runInline(DOCUMENT, { name: null, args: [name] });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`error ${text}\n`);
});

it('a file of another tool that is not there is told of in words', async () => {
  const args = ['no.md', '--from', 'scrut'];
  const { exitCode, stderr } = await runInline('', { name: null, command: 'import', args });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: 'error no.md: there is no such file\n',
  });
});

it('a document that is not UTF-8 is refused', async () => {
  const { exitCode, stderr } = await runInline(DOCUMENT, {
    command: 'list',
    name: null,
    args: ['/bin/sh'],
  });
  expect(exitCode).toBe(2);
  expect(stderr).toBe('error /bin/sh: is not UTF-8 text\n');
});
