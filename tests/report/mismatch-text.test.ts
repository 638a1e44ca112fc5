import { expect, it } from 'vitest';
import type { Mismatch } from '../../src/expect/types.ts';
import { describeMismatch } from '../../src/report/mismatch-text.ts';
import { PLAIN } from '../../src/report/paint.ts';

function text(mismatch: Mismatch): string {
  return describeMismatch(mismatch, PLAIN).join('\n');
}

it('puts document and output lines side by side, with folds, counts and visible blanks', () => {
  const shown = text({
    kind: 'lines',
    stream: 'output',
    rows: [
      { kind: 'fold', text: '', count: 12 },
      { kind: 'same', documentLine: 52, outputLine: 13, text: 'migrating schema' },
      { kind: 'expected', documentLine: 53, text: 'listening on 8000' },
      { kind: 'got', outputLine: 14, text: 'listening on 8000 \t ' },
      { kind: 'same', documentLine: 54, outputLine: 15, text: '...', count: 1 },
    ],
    notes: ['the last line has no newline'],
  });
  expect(shown).toMatchInlineSnapshot(`
    "           │   ⋮ 12 lines
       52   13 │   migrating schema
       53      │ - listening on 8000
            14 │ + listening on 8000·⇥·
       54   15 │   ...   (1 line)
               │ the last line has no newline"
  `);
});

it('writes control characters out, so that a log cannot move the cursor', () => {
  const shown = text({
    kind: 'lines',
    stream: 'stdout',
    rows: [{ kind: 'got', outputLine: 1, text: 'a\x1b[2Jb\r\0' }],
    notes: [],
  });
  expect(shown).toContain(String.raw`+ a\x1b[2Jb\r\0`);
});

it('begins two long lines shortly before they differ', () => {
  const shown = text({
    kind: 'lines',
    stream: 'stdout',
    rows: [
      { kind: 'expected', documentLine: 1, text: `${'x'.repeat(500)} yes` },
      { kind: 'got', outputLine: 1, text: `${'x'.repeat(500)} no` },
    ],
    notes: [],
  });
  expect(shown).toMatch(/- …x+ yes\n.*\+ …x+ no$/);
});

it('cuts a line that goes on for long', () => {
  const rows = [{ kind: 'got', outputLine: 1, text: 'y'.repeat(10_000) }] as const;
  const shown = text({ kind: 'lines', stream: 'stdout', rows, notes: [] });
  expect(shown).toContain('… (9,600 more characters)');
});

it('names differences of JSON by path', () => {
  const shown = text({
    kind: 'json',
    stream: 'stdout',
    differences: [{ path: '$.b.c[1]', expected: '3', actual: '2', documentLine: 30 }],
    omitted: 7,
    notes: ['the search was given up'],
    excerpt: '{}',
  });
  expect(shown).toMatchInlineSnapshot(`
    "   30      │   $.b.c[1]
               │ - 3
               │ + 2
               │   ⋮ 7 more differences
               │ the search was given up"
  `);
});

it.each([
  ['Internal Server Error\n', '+ Internal Server Error'],
  ['', '(nothing was printed)'],
])('shows what was printed where JSON was expected: %j', (excerpt, line) => {
  const fault = 'stdout is not JSON: unexpected `I`';
  const none = { differences: [], omitted: 0, notes: [] };
  const shown = text({ kind: 'json', stream: 'stdout', fault, ...none, excerpt });
  expect(shown).toContain('stdout is not JSON: unexpected `I`');
  expect(shown).toContain(line);
});

it('says of a file that is not there nothing but that', () => {
  const fault = '`out/app.json` does not exist';
  const none = { differences: [], omitted: 0, notes: [], excerpt: '' };
  expect(text({ kind: 'json', stream: 'file:out/app.json', fault, ...none })).toBe(
    '      `out/app.json` does not exist',
  );
});

it('shows conditions that do not hold with what was found', () => {
  const shown = text({
    kind: 'assert',
    conditions: [{ documentLine: 40, condition: 'duration < 1s', actual: 'took 1.2s' }],
  });
  expect(shown).toMatchInlineSnapshot(`
    "   40      │ - duration < 1s
               │ + took 1.2s"
  `);
});

it.each<[string, Mismatch]>([
  [
    'another status, with the beginning of the body',
    {
      kind: 'http',
      status: { documentLine: 12, expected: 'HTTP 200', actual: ['HTTP/1.1 502 Bad Gateway'] },
      headers: [],
      excerpt: '<html>\n<b>nginx \n',
    },
  ],
  [
    'headers and a body of JSON',
    {
      kind: 'http',
      headers: [
        { documentLine: 13, expected: 'x-a: 1', actual: ['X-A: 2', 'x-a: 3\x07'] },
        { documentLine: 14, expected: 'x-b: 1', actual: ['there is no header `x-b`'] },
      ],
      body: {
        kind: 'json',
        stream: 'stdout',
        differences: [{ path: '$.ok', expected: 'true', actual: 'false', documentLine: 16 }],
        omitted: 0,
        notes: [],
        excerpt: '',
      },
      excerpt: '{"ok": false}',
    },
  ],
])('shows of a response %s', (_, mismatch) => {
  expect(text(mismatch)).toMatchSnapshot();
});
