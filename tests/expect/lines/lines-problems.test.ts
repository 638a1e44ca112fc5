import { describe, expect, it } from 'vitest';
import { compileExpectation } from '../../../src/expect/registry.ts';
import { createSource, evaluate, problemsOf } from '../sources.ts';

describe('a line', () => {
  it.each([
    'port <<:imt>>',
    'port <<:string>>',
    'pod <<p:pod>>',
    '<<my-name:int>>',
    '<<a b>>',
    '<<:int 5..1>>',
    '<<:int 1.5..2>>',
    '<<:int x>>',
    '<<:semver banana>>',
    '<<:enum>>',
    '<<:enum a||b>>',
    '<<:uuid 4>>',
    '<<n:int>> (+)',
    'a <<...>> (re)',
    '[ (re)',
    '(a)\\1 (re)',
    '(?<=a)b (re)',
    'a++ (re)',
    'a\\qb (esc)',
    'x ({4,2})',
    'x ({2000})',
  ])('reports `%s`', (line) => {
    expect(problemsOf('output', ['first', line])).toMatchSnapshot();
  });

  it.each([
    'call ()',
    '(re)',
    ' (?)',
    'text (regex)',
    'text (Re)',
    'text ({,4})',
    'text (re) ',
    'text(re)',
    'a << b >> c',
    'cat <<EOF',
    'price ${',
    '${HOME:-x}',
    'Loading...',
    ' ...',
  ])('takes `%s` as text', async (line) => {
    expect((await evaluate('output', [line], { output: line })).ok).toBe(true);
    expect((await evaluate('output', [line], { output: 'x' })).ok).toBe(false);
  });

  it('that is wrong does not hide the problems of the others (H31)', () => {
    expect(
      problemsOf('output path=$', ['<<:imt>> <<:nmber>>', 'a (no-eol)', '(a (re)']),
    ).toMatchInlineSnapshot(`
      [
        "10:11+6 bad-attribute: \`path\` has no meaning on an expectation of the kind \`output\` (it takes \`match\`, \`ws\`, \`ansi\`, \`vary\`, \`for\`)",
        "11:1+8 unknown-type: unknown type \`imt\` (did you mean \`int\`?)",
        "11:10+10 unknown-type: unknown type \`nmber\` (did you mean \`number\`?)",
        "12:3+8 bad-suffix: \`(no-eol)\` can only stand on the last line",
        "13:1+2 bad-regex: not a usable regular expression: missing closing ): \`(a\` (expressions are in the syntax of RE2, which takes linear time)",
      ]
    `);
  });
});

describe('a fence', () => {
  it.each([
    'match=linse',
    'match',
    'path=$.a',
    'exact',
    'ws=all',
    'ansi=strip',
    'from=stderr',
    'mtach=lines',
    'colour=red',
  ])('refuses `%s`', (attribute) => {
    expect(problemsOf(`stdout ${attribute}`, ['a'])).toMatchSnapshot();
  });

  it('takes `match=lines`, which is the default', () => {
    expect(problemsOf('stdout match=lines', ['a'])).toEqual([]);
  });

  it.each([[['...']], [['...', '...']], [['...', 'x (?)']], [['<<...>> (*)']]])(
    'H19: of %j is a finding',
    (lines) => {
      expect(problemsOf('output', lines)).toEqual([
        '10:4+6 vacuous-expectation: this expectation holds for any output',
      ]);
    },
  );

  it.each([[['...', 'x']], [['<<...>>']], [[]], [['<<...>> (+)']]])('of %j is none', (lines) => {
    expect(problemsOf('output', lines)).toEqual([]);
  });

  it('tells its stream, summary, captures and references', () => {
    const lines = [
      'port <<port:int>>',
      'again <<port>> ${host} <<token>>',
      '${x} (re)',
      '*${y} (glob)',
    ];
    const compiled = compileExpectation(createSource('stderr', lines));
    expect(compiled.ok && { ...compiled.expectation, evaluate: undefined }).toMatchInlineSnapshot(`
      {
        "captures": [
          {
            "column": 6,
            "line": 11,
            "name": "port",
            "refuse": [Function],
          },
        ],
        "evaluate": undefined,
        "references": [
          {
            "column": 16,
            "line": 12,
            "name": "host",
          },
          {
            "column": 24,
            "line": 12,
            "name": "token",
          },
          {
            "column": 1,
            "line": 13,
            "name": "x",
          },
          {
            "column": 2,
            "line": 14,
            "name": "y",
          },
        ],
        "streams": [
          "stderr",
        ],
        "summary": "stderr (4 lines)",
      }
    `);
  });

  it('captures a name only once', () => {
    expect(problemsOf('output', ['<<x:int>>', '<<x:word>>'])).toMatchInlineSnapshot(`
      [
        "12:1+10 duplicate-capture: \`x\` is captured a second time; the first is in line 11 (write \`<<x>>\` where it must be equal)",
      ]
    `);
  });
});
