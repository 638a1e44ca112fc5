import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/check/apply-fixes.ts';
import { parseMarkdown } from '../../src/document/parse.ts';
import type { Problem } from '../../src/document/problem.ts';
import { checkText } from './check-text.ts';

const step = (info: string, body = 'true'): string => `\`\`\`${info}\n${body}\n\`\`\`\n`;

async function mend(text: string): Promise<string> {
  const { problems } = await checkText(text);
  return applyFixes(text, problems).text;
}

describe('what is mended', () => {
  it.each([
    ['a role', step('bash tset'), step('bash test')],
    ['an attribute', step('bash run retyr=3'), step('bash run retry=3')],
    [
      'an attribute with a quoted value',
      step('bash run titel="a b"'),
      step('bash run title="a b"'),
    ],
    ['a flag', step('bash run keep-goin'), step('bash run keep-going')],
    ['a language', step('pyhton run'), step('python run')],
    [
      'an id',
      `${step('bash run id=greet')}${step('output for=gret', '')}`,
      `${step('bash run id=greet')}${step('output for=greet', '')}`,
    ],
    [
      'a mistyped expectation',
      `${step('bash run')}${step('ouput', 'x')}`,
      `${step('bash run')}${step('output', 'x')}`,
    ],
    [
      'a front-matter key',
      '---\nrunbook: {timout: 1m}\n---\n',
      '---\nrunbook: {timeout: 1m}\n---\n',
    ],
    [
      'the type of a param',
      '---\nrunbook: {params: {a: {type: sting, default: x}}}\n---\n',
      '---\nrunbook: {params: {a: {type: string, default: x}}}\n---\n',
    ],
    [
      'a reference',
      `---\nrunbook: {params: {port: {type: port, default: 1}}}\n---\n${step('text configure file=a expand', '${prot}')}`,
      `---\nrunbook: {params: {port: {type: port, default: 1}}}\n---\n${step('text configure file=a expand', '${port}')}`,
    ],
    [
      'an attribute of an expectation',
      `${step('bash run')}${step('output mach=contains', 'a')}`,
      `${step('bash run')}${step('output match=contains', 'a')}`,
    ],
    [
      'the type of a hole',
      `${step('bash run')}${step('output', 'a <<v:numbr>> <<v>>')}${step('bash run', 'echo $v')}`,
      `${step('bash run')}${step('output', 'a <<v:number>> <<v>>')}${step('bash run', 'echo $v')}`,
    ],
    [
      'the type of a hole in JSON',
      `${step('bash run')}${step('json expect', '{"a": "<<:semvr>>"}')}`,
      `${step('bash run')}${step('json expect', '{"a": "<<:semver>>"}')}`,
    ],
    [
      'a capture that nobody uses',
      `${step('bash run')}${step('output', 'a <<v:int>> b')}`,
      `${step('bash run')}${step('output', 'a <<:int>> b')}`,
    ],
    ['an anchor', '# Start\n\n[a](#strat)\n', '# Start\n\n[a](#start)\n'],
    ['a label', '[a][manul]\n\n[manual]: doc.md\n', '[a][manual]\n\n[manual]: doc.md\n'],
    [
      'several things in one line',
      step('bash rnu retyr=1 titel=x'),
      step('bash run retyr=1 titel=x'),
    ],
  ])('%s', async (_, before, after) => {
    expect(await mend(before)).toBe(after);
  });

  it.each([
    ['an attribute that is near to two', step('bash run stopz=x')],
    ['an attribute in another form', step('bash run keep-goin=1')],
    ['a number in an anchor', '# Step 1\n\n# Step 2\n\n[a](#step-3)\n'],
    [
      'an id that is near to two',
      `${step('bash run id=ab')}${step('bash run id=ac')}${step('output for=ad', '')}`,
    ],
  ])('not %s: nobody knows which was meant', async (_, text) => {
    expect(await mend(text)).toBe(text);
  });
});

it.each([
  ['CRLF', '# A\r\n\r\n```bash tset\r\ntrue\r\n```\r\n'],
  ['CR alone', '# A\r\r```bash tset\rtrue\r```\r'],
  ['a byte-order mark', '\uFEFF```bash tset\ntrue\n```\n'],
  ['no last newline', '```bash tset\ntrue\n```'],
  ['mixed line endings', '\uFEFFa\r\nb\rc\n\n```bash tset\r\n```\n'],
])('%s stays', async (_, text) => {
  expect(await mend(text)).toBe(text.replace('tset', 'test'));
});

it('leaves every byte outside of what it mends as it is', () => {
  const ends = fc.constantFrom('\n', '\r\n', '\r');
  const lines = fc.array(
    fc.tuple(
      fc.string({ maxLength: 12 }).map((s) => s.replace(/[\r\n]/g, '')),
      ends,
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  const fixes = fc.array(
    fc.record({
      at: fc.nat(200),
      length: fc.nat(6),
      fix: fc.constantFrom('', 'x', '<<', 'longer text'),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(lines, fixes, fc.boolean(), (parts, wanted, hasMark) => {
      const text = (hasMark ? '\uFEFF' : '') + parts.flat().join('');
      const document = parseMarkdown(text, 'doc.md');
      const problems = wanted.map(({ at, length, fix }): Problem => {
        const line = at % document.lines.length;
        const width = document.lines[line]?.length ?? 0;
        const index = at % (width + 1);
        const place = {
          line: line + 1,
          column: index + 1,
          length: Math.min(length, width - index),
        };
        return {
          rule: 'unknown-role',
          severity: 'error',
          file: 'doc.md',
          message: '',
          ...place,
          fix,
        };
      });
      const { text: mended, count } = applyFixes(text, problems);
      // The same again, line by line, from the right to the left, with the first of those that overlap.
      const sorted = problems
        .toSorted((a, b) => a.line - b.line || a.column - b.column || a.length - b.length)
        .filter((problem, index, all) => {
          const before = all.slice(0, index).filter((other) => other.line === problem.line);
          return before.every(
            (other) => other.fix === null || other.column + other.length <= problem.column,
          );
        });
      expect(count).toBeLessThanOrEqual(problems.length);
      if (sorted.length !== problems.length) return;
      const expected = [...document.lines];
      for (const { line, column, length, fix } of sorted.toReversed()) {
        const old = expected[line - 1] ?? '';
        expected[line - 1] = old.slice(0, column - 1) + fix + old.slice(column - 1 + length);
      }
      const endings = [...(text.match(/\r\n?|\n/g) ?? []), ''];
      const whole = expected.map((line, index) => line + (endings[index] ?? '')).join('');
      expect(mended).toBe((hasMark ? '\uFEFF' : '') + whole);
    }),
    { seed: 4, numRuns: 2_000 },
  );
});

it('mends the first of two that overlap', () => {
  const at = (column: number, length: number, fix: string): Problem => ({
    rule: 'unknown-role',
    severity: 'error',
    file: 'doc.md',
    line: 1,
    column,
    length,
    message: '',
    fix,
  });
  const mended = applyFixes('abcdef\n', [at(2, 3, 'X'), at(3, 1, 'Y'), at(5, 1, 'Z')]);
  expect(mended).toEqual({ text: 'aXZf\n', count: 2 });
});
