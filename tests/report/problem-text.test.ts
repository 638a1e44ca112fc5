import { expect, it } from 'vitest';
import type { Problem } from '../../src/document/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { describeProblems } from '../../src/report/problem-text.ts';

const BASE: Problem = {
  rule: 'unknown-role',
  severity: 'error',
  file: 'doc.md',
  line: 2,
  column: 9,
  length: 4,
  message: 'unknown role `tset`',
};

function text(problem: Partial<Problem>, line: string): string {
  return describeProblems([{ ...BASE, ...problem }], PLAIN, () => ['# Doc', line]).join('\n');
}

it('a problem has its place, its line and what to do', () => {
  expect(text({ hint: 'did you mean `test`?' }, '```bash tset')).toMatchInlineSnapshot(`
    "doc.md:2:9 error unknown role \`tset\` [unknown-role]
        2 │ \`\`\`bash tset
          │         ^^^^
      hint did you mean \`test\`?"
  `);
});

it.each([
  ['tabs count as one column', { column: 3, length: 1 }, '\t\tx', '    2 │   x\n      │   ^'],
  ['a length of 0 gets one caret', { length: 0, column: 1 }, 'abc', '    2 │ abc\n      │ ^'],
  ['a place behind the end is next to it', { column: 4 }, 'abc', '    2 │ abc\n      │    ^'],
  [
    'control characters are written out',
    { column: 1, length: 1 },
    'a\x1b[2J',
    String.raw`a\x1b[2J`,
  ],
])('%s', (_what, problem, line, expected) => {
  expect(text(problem, line)).toContain(expected);
});

it('a long line is cut around the place', () => {
  const shown = text({ column: 5001, length: 1 }, `${'x'.repeat(5000)}!${'y'.repeat(5000)}`);
  const [, source = '', caret = ''] = shown.split('\n');
  expect(source.length).toBeLessThan(120);
  expect(source[caret.indexOf('^')]).toBe('!');
});

it('a blank line is not shown, and several problems are counted', () => {
  const problems = [BASE, { ...BASE, severity: 'warning' as const, line: 1, message: 'weak' }];
  const shown = describeProblems(problems, PLAIN, () => ['', '']);
  expect(shown).toEqual([
    'doc.md:2:9 error unknown role `tset` [unknown-role]',
    'doc.md:1:9 warning weak [unknown-role]',
    '',
    '1 error, 1 warning',
  ]);
});
