import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { DiffRow, Mismatch } from '../../src/expect/types.ts';
import { describeMismatch } from '../../src/report/mismatch-text.ts';
import { createPaint, PLAIN } from '../../src/report/paint.ts';

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
               │                    ^^^
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
  expect(shown).toMatch(/- …x+ yes\n.*\+ …x+ no\n/);
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

/** An expected line and the one that was printed instead. */
function pair(expected: string, got: string, paint = PLAIN): string {
  const rows: DiffRow[] = [
    { kind: 'expected', documentLine: 7, text: expected },
    { kind: 'got', outputLine: 1, text: got },
  ];
  const mismatch = { kind: 'lines', stream: 'stdout', rows, notes: [] } as const;
  return describeMismatch(mismatch, paint, stringWidth).join('\n');
}

describe('what differs inside a line', () => {
  it('is pointed at where there is no colour', () => {
    expect(pair('listening on 8000 (pid 1)', 'listening on 8001 (pid 1)')).toMatchInlineSnapshot(`
      "    7      │ - listening on 8000 (pid 1)
               1 │ + listening on 8001 (pid 1)
                 │                ^^^^"
    `);
  });

  it('is inverse where there is', () => {
    const shown = pair('on 8000', 'on 8001', createPaint(true)).replaceAll('\x1b', '^');
    expect(shown).toMatchInlineSnapshot(`
      "    7      │ ^[31m- on 800^[7m0^[27m^[39m
               1 │ ^[32m+ on 800^[7m1^[27m^[39m"
    `);
  });

  it('is not marked in lines that have little in common', () => {
    expect(pair('one two three', 'something else entirely')).not.toContain('^');
  });

  it('is found in a line of one long word', () => {
    expect(pair('{"a":1,"b":[1,2,3],"c":"x"}', '{"a":1,"b":[1,5,3],"c":"x"}')).toContain(' ^');
  });

  it.each([
    ['wide characters', '部署 完成 1 项', '部署 完成 2 项'],
    ['emoji', '🚀 started 👨‍👩‍👧 one', '🚀 started 👨‍👩‍👧 two'],
    ['combining marks', 'cafe\u0301 opens at 9', 'cafe\u0301 opens at 8'],
  ])('is pointed at in its column behind %s', (_, expected, got) => {
    const [, line = '', carets = ''] = pair(expected, got).split('\n');
    const at = stringWidth(carets.slice(0, carets.indexOf('^')));
    const differs = expected.split(' ').findIndex((word, index) => word !== got.split(' ')[index]);
    const before = got.split(' ').slice(0, differs).join(' ');
    expect(at).toBe(stringWidth(line.slice(0, line.indexOf(got) + before.length + 1)));
  });

  it('has no carets in a script that runs from right to left', () => {
    expect(pair('שלום עולם אחד', 'שלום עולם שתיים')).not.toContain('^');
  });
});

describe('a comparison does not lie about', () => {
  it.each([
    ['tabs', 'a\tb', 'a b', 'a⇥b', 'a b'],
    ['blanks that are none', 'a b', 'a\u00a0b', 'a b', String.raw`a\xa0b`],
    ['characters without width', 'ab', 'a\u200bb', 'ab', String.raw`a\u{200b}b`],
    ['a joiner between letters', 'ab', 'a\u200db', 'ab', String.raw`a\u{200d}b`],
    ['text that is turned around', 'a b', 'a \u202eb', 'a b', String.raw`a \u{202e}b`],
    ['a byte-order mark', 'a', '\ufeffa', 'a', String.raw`\u{feff}a`],
    [
      'composed characters',
      'caf\u00e9',
      'cafe\u0301',
      String.raw`caf\xe9`,
      String.raw`cafe\u{301}`,
    ],
    ['a dot that stands for a blank', 'a·', 'a ', String.raw`a\xb7`, String.raw`a\x20`],
    ['an escape that is text', String.raw`a\x1b`, 'a\x1b', String.raw`a\\x1b`, String.raw`a\x1b`],
    ['half a character', 'a', 'a\ud83d', 'a', String.raw`a\u{d83d}`],
  ])('%s', (_, expected, got, shownExpected, shownGot) => {
    const [first, second] = pair(expected, got).split('\n');
    expect(first).toBe(`    7      │ - ${shownExpected}`);
    expect(second).toBe(`         1 │ + ${shownGot}`);
  });

  it('an emoji that is made of several', () => {
    expect(pair('👨‍👩‍👧 a', '👨‍👩‍👧 b')).toContain('+ 👨‍👩‍👧 b');
  });

  it.each([
    ['it\u2019s', "it's", "U+0027 ', not U+2019 ’"],
    ['admin', '\u0430dmin', 'U+0430 \u0430, not U+0061 a'],
    ['1 - 2', '1 \u2013 2', 'U+2013 –, not U+002D -'],
  ])('characters that look alike: %s and %s', (expected, got, names) => {
    expect(pair(expected, got)).toContain(names);
    expect(pair(expected, got, createPaint(true))).toContain(names);
  });
});

it('pairs lines of a block that was replaced with those they resemble', () => {
  const rows: DiffRow[] = [
    { kind: 'expected', documentLine: 1, text: 'version: 1.0.0' },
    { kind: 'expected', documentLine: 2, text: 'port: 8000 open' },
    { kind: 'got', outputLine: 1, text: 'a warning' },
    { kind: 'got', outputLine: 2, text: 'version: 1.0.1' },
    { kind: 'got', outputLine: 3, text: 'port: 8000 closed' },
  ];
  expect(text({ kind: 'lines', stream: 'stdout', rows, notes: [] })).toMatchInlineSnapshot(`
    "    1      │ - version: 1.0.0
        2      │ - port: 8000 open
             1 │ + a warning
             2 │ + version: 1.0.1
               │                ^
             3 │ + port: 8000 closed
               │              ^^^^^^"
  `);
});

it('keeps the columns of large line numbers, and says how much of a fold differs', () => {
  const rows: DiffRow[] = [
    { kind: 'fold', text: '', count: 99_999, differences: 12_345 },
    { kind: 'same', documentLine: 9, outputLine: 100_000, text: 'a' },
    { kind: 'got', outputLine: 1_000_001, text: 'b' },
    { kind: 'fold', text: '', count: 5000, unseen: true },
  ];
  expect(text({ kind: 'lines', stream: 'stdout', rows, notes: ['note'] })).toMatchInlineSnapshot(`
    "              │   ⋮ 99,999 lines, 12,345 of them different
        9  100000 │   a
          1000001 │ + b
                  │   ⋮ 5,000 lines more, not compared after so many differences
                  │ note"
  `);
});

it('says that a long line was cut before it came here', () => {
  const rows: DiffRow[] = [
    {
      kind: 'expected',
      documentLine: 1,
      text: `${'x'.repeat(1000)}a`,
      before: 4_999_000,
      after: 7,
    },
    { kind: 'got', outputLine: 1, text: `${'x'.repeat(1000)}b`, before: 4_999_000, after: 7 },
  ];
  const shown = text({ kind: 'lines', stream: 'stdout', rows, notes: [] });
  expect(shown).toMatch(/- …x{40}a… \(7 more characters\)\n.*\+ …x{40}b… \(7 more characters\)/);
});

it('never cuts a character apart', () => {
  for (let length = 396; length < 404; length++) {
    const line = `${'x'.repeat(length)}👨‍👩‍👧e\u0301🚀${'y'.repeat(400)}`;
    const shown = pair(line, 'z');
    expect(shown).not.toContain('\\u{d');
    expect(shown).toMatch(/- x+(👨‍👩‍👧)?(e\u0301)?(🚀)?y*…/u);
  }
});
