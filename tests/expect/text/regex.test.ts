import { describe, expect, it } from 'vitest';
import { capturesOf, problemsOf } from '../sources.ts';

describe('an expression', () => {
  it.each([
    '(?=a)b',
    '(?!a)b',
    '(?<=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    '(?P<n>a)(?P=n)',
    'a++',
    'a*+',
    '(?>a)',
    '(?#comment)a',
    'a\\Z',
    '[a',
    'a{1001}',
    '((a{1000}){1000}){1000}',
    '(((((((((a{10}){10}){10}){10}){10}){10}){10}){10}){10})',
    '*a',
    '\\p{Nonsense}',
  ])('is refused when the document is read: %s', (source) => {
    expect(problemsOf('output', [`${source} (re)`])).toMatchSnapshot();
  });

  it('is refused when it nests too deeply', () => {
    const source = `${'('.repeat(2000)}a${')'.repeat(2000)}`;
    expect(problemsOf('output', [`${source} (re)`])).toMatchInlineSnapshot(`
      [
        "11:1+4001 bad-regex: not a usable regular expression: expression nests too deeply (expressions are in the syntax of RE2, which takes linear time)",
      ]
    `);
  });

  it('is not repeated in full when it is long', () => {
    expect(problemsOf('output', [`${'x'.repeat(1000)}( (re)`])).toMatchInlineSnapshot(`
      [
        "11:1+1001 bad-regex: not a usable regular expression: missing closing ): \`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (expressions are in the syntax of RE2, which takes linear time)",
      ]
    `);
  });

  it('H12: takes linear time', async () => {
    const text = 'a'.repeat(100_000);
    expect(await capturesOf(['(a+)+$ (re)'], `${text}\n`)).toEqual({});
    expect(await capturesOf(['(a+)+$ (re)'], `${text}b\n`)).toBeNull();
    expect(await capturesOf(['(a|aa)+b (re)'], `${text}\n`)).toBeNull();
    expect(
      await capturesOf([`${'a?'.repeat(500)}${'a'.repeat(500)} (re)`], `${'a'.repeat(500)}\n`),
    ).toEqual({});
  });
});
