import { expect, it } from 'vitest';
import { changesOf, rewriteOf } from '../rewriting.ts';

it.each<[string, string[], string, string]>([
  ['a changed line', ['a', 'b', 'c'], 'a\nB\nc\n', 'a\nB\nc'],
  ['a line that is new', ['a', 'c'], 'a\nb\nc\n', 'a\nb\nc'],
  ['a line that is gone', ['a', 'b', 'c'], 'a\nc\n', 'a\nc'],
  ['everything', ['a'], 'x\ny\n', 'x\ny'],
  ['an empty fence', [], 'x\n', 'x'],
  ['nothing printed', ['x'], '', ''],
  ['a blank line', ['a'], 'a\n\nb\n', 'a\n\nb'],
  [
    'what holds keeps its text',
    ['<<n:int>>', 'f-? (glob)', '[a-c]+ (re)', 'b'],
    '5\nf-1\nab\nB\n',
    '<<n:int>>\nf-? (glob)\n[a-c]+ (re)\nB',
  ],
  [
    'a hole that holds beside a change',
    ['took <<:int>>s', 'done'],
    'took 5s\nDone\n',
    'took <<:int>>s\nDone',
  ],
  [
    'a hole in changed text',
    ['took <<:number>>s', 'done'],
    'Took 12 seconds\ndone\n',
    'Took <<:number>> seconds\ndone',
  ],
  [
    'a capture in changed text',
    ['port <<p:int>>', 'at <<p>>'],
    'Port: 80\nat 80\n',
    'Port: <<p:int>>\nat <<p>>',
  ],
  [
    'both places of a capture',
    ['port <<p:int>>', 'at <<p>>'],
    'Port: 80\nAt 80\n',
    'Port: <<p:int>>\nAt <<p>>',
  ],
  ['the end after `...`', ['a', '...', 'b'], 'a\nx\ny\nc\n', 'a\n...\nc'],
  ['the beginning before `...`', ['a', '...', 'b'], 'A\nx\ny\nb\n', 'A\n...\nb'],
  [
    'a like line between `...`',
    ['...', 'listening on port', '...'],
    'x\nListening on port\ny\n',
    '...\nListening on port\n...',
  ],
  ['lines around `...`', ['a', 'b', '...', 'y', 'z'], 'a\nB\nq\nr\nY\nz\n', 'a\nB\n...\nY\nz'],
  [
    'a repeated line',
    ['retrying in <<:int>>s (+)', 'ok'],
    'Retrying in 1s\nRetrying in 2s\nok\n',
    'Retrying in <<:int>>s (+)\nok',
  ],
  [
    'a line within a repeated one',
    ['x<<:int>> (+)'],
    'x1\nnew\nx2\n',
    'x<<:int>> (+)\nnew\nx<<:int>> (+)',
  ],
  ['an optional line that holds', ['warning (?)', 'a'], 'b\n', 'warning (?)\nb'],
  ['an expression that fails', ['a', 'took \\d+s (re)'], 'a\ntook long\n', 'a\n! took \\d+s (re)'],
  ['a glob that fails', ['*.txt (glob)'], 'a.md\n', '! *.txt (glob)'],
  ['a hole that finds no value', ['took <<:int>>s', 'b'], 'failed\nB\n', '! took <<:int>>s\nB'],
  ['a pattern without a line', ['a', 'took <<:int>>s', 'b'], 'a\nb\n', 'a\n! took <<:int>>s\nb'],
  ['a count that is wrong', ['x ({3})'], 'x\nx\n', '! x ({3})'],
  ['an end without newline', ['a', 'b (no-eol)'], 'a\nb\n', 'a\nb'],
  ['a changed end without newline', ['a', 'b (no-eol)'], 'a\nc', 'a\nc (no-eol)'],
  ['text like a hole', ['a'], 'cat <<x>> ${y}\n', 'cat \\<<x>> \\${y}'],
  ['text like an escape', ['a'], 'cat \\<<x>>\n', 'cat \\\\<<x>>'],
  ['text like a suffix', ['a'], 'call (re)\n', 'call (re) (equal)'],
  ['text like `...`', ['a'], '...\n', '... (equal)'],
  ['text like the end of the fence', ['a'], '```\n~~~~ \n', '``` (equal)\n~~~~  (equal)'],
  ['blanks at the end', ['a'], 'a  \n', 'a   (equal)'],
  ['here-documents stay as they are', ['a'], 'cat <<EOF\n', 'cat <<EOF'],
])('%s', async (_what, body, output, expected) => {
  expect(await rewriteOf('output', body, { output })).toBe(expected);
});

it('takes the values of params for references', async () => {
  const printed = { output: 'Listening at :8000\n', scope: { port: '8000' } };
  expect(await rewriteOf('output', ['listening on ${port}'], printed)).toBe(
    'Listening at :${port}',
  );
});

it('offers a pattern for what differs', async () => {
  expect(await changesOf('output', ['a', 'took 3s', 'c'], { output: 'a\ntook 4s\nC\n' })).toEqual([
    {
      from: 1,
      to: 3,
      lines: ['took 4s', 'C'],
      pattern: ['took <<:duration>>', '<<:word>>'],
    },
  ]);
});

it('compares the stream that the fence is about', async () => {
  const printed = { stdout: 'out\n', stderr: 'err\n', output: 'both\n' };
  expect(await rewriteOf('stderr', ['x'], printed)).toBe('err');
  expect(await rewriteOf('stdout', ['x'], printed)).toBe('out');
});

const many = Array.from({ length: 3000 }, (_, i) => `line ${i}`);

it('finds a few changes in many lines', async () => {
  const output = many.map((line, i) => (i % 1000 === 7 ? `new ${line}\n` : `${line}\n`)).join('');
  expect(await changesOf('output', many, { output })).toMatchObject([
    { from: 7, to: 8, lines: ['new line 7'] },
    { from: 1007, to: 1008, lines: ['new line 1007'] },
    { from: 2007, to: 2008, lines: ['new line 2007'] },
  ]);
});

it('replaces many lines of which nothing is left', async () => {
  const output = many.map((line) => `x${line}\n`).join('');
  expect(await changesOf('output', many, { output })).toMatchObject([{ from: 0, to: 3000 }]);
});

it('does not lay many lines around patterns', async () => {
  const body = ['...', ...many, '...'];
  const output = many.map((line) => `x${line}\n`).join('');
  expect(await rewriteOf('output', body, { output })).toBe(
    'not updated: too much has changed to compare it line by line',
  );
});

it.each<[string, string, string[], string, string]>([
  [
    'carriage returns and control characters',
    'output',
    ['a'],
    'x\ry\x00z\x1b\n',
    'x\\ry\\x00z\\e (esc)',
  ],
  ['blanks only', 'output', ['a'], '   \n', '\\x20 \\x20 (esc)'],
  ['a tab at the beginning', 'output', ['a'], '\tx\n', '\\tx (esc)'],
  [
    'a hole beside control characters',
    'output',
    ['took <<:int>>s'],
    'took\r1s\n',
    'took\\r<<:int>>s (esc)',
  ],
  [
    'a hole before text like a suffix',
    'output',
    ['took <<:int>>s'],
    'took 1 (re)\n',
    'took <<:int>> (re) (esc)',
  ],
  ['bytes that are not UTF-8', 'output', ['a'], 'x\\xff\n', 'x\\xff'],
  ['blanks that count as one', 'output ws=collapse', ['a  b', 'c'], 'a b\nC\n', 'a  b\nC'],
  ['instances that count as equal', 'output vary=int', ['n 1', 'c'], 'n 2\nC\n', 'n 1\nC'],
  ['an exact text', 'output match=exact', ['a (re)', '...'], 'b (re)\n...\n', 'b (re)\n...'],
  ['an exact text without a newline', 'output match=exact', ['a', 'b'], 'a\nb', 'a\nb (no-eol)'],
  ['blanks in an exact text', 'output match=exact', ['a'], 'b  \n', 'b  '],
  [
    'a part',
    'output match=contains',
    ['listening on 8000'],
    'x\nlistening on 8001\ny\n',
    'listening on 8001',
  ],
  [
    'a part that is gone',
    'output match=contains',
    ['listening'],
    'x\ny\n',
    'not updated: nothing looks like the line `listening`',
  ],
  [
    'an expression',
    'output match=regex',
    ['a+'],
    'b\n',
    'not updated: an expression says what is meant, not what was printed',
  ],
  [
    'a line that may not occur',
    'output',
    ['x (never)', 'a'],
    'x\n',
    'not updated: `x (never)` holds for line 1 of what was printed',
  ],
  [
    'lines beside one that may not occur',
    'output',
    ['x (never)', 'a', 'b'],
    'A\nb\nc\n',
    'x (never)\nA\nb\nc',
  ],
])('%s', async (_what, info, body, output, expected) => {
  expect(await rewriteOf(info, body, { output })).toBe(expected);
});

it.each<[string, string[], string, string]>([
  ['a changed line', ['a x', 'b x', 'c x'], 'c x\nb y\na x\n', 'a x\nb y\nc x'],
  ['a new line', ['a', 'b'], 'b\nc\na\n', 'a\nb\nc'],
  ['a line that is gone', ['a', 'b'], 'b\n', 'b'],
  ['a hole that holds', ['n <<:int>>', 'b'], 'B\nn 5\n', 'n <<:int>>\nB'],
  [
    'a hole in changed text',
    ['took <<:int>>s', 'b'],
    'b\nTook 5 seconds\n',
    'Took <<:int>> seconds\nb',
  ],
  ['a repeated line', ['x<<:int>> (+)', 'b'], 'x1\nb\nx2\nc\n', 'x<<:int>> (+)\nb\nc'],
  ['a pattern that fails', ['x<<:int>>', 'b'], 'b\n', '! x<<:int>>\nb'],
])('in any order: %s', async (_what, body, output, expected) => {
  expect(await rewriteOf('output match=unordered', body, { output })).toBe(expected);
});

it('takes the text of a file', async () => {
  const printed = { files: { 'app.conf': 'port=2\n' } };
  expect(await rewriteOf('ini expect from=file:app.conf', ['port=1'], printed)).toBe('port=2');
});
