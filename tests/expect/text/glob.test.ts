import { describe, expect, it } from 'vitest';
import { matchGlob, readGlob, resolveGlob } from '../../../src/expect/text/glob.ts';

describe('a glob', () => {
  it.each([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcb', false],
    ['*a*b*', 'xaxxbx', true],
    ['*ab', 'aaab', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '😀', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a-c]x', 'dx', true],
    ['[^a-c]x', 'bx', false],
    ['[]]', ']', true],
    ['[a-]', '-', true],
    ['[abc', '[abc', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a.c', 'abc', false],
  ])('`%s` on `%s`: %s', (glob, text, matches) => {
    expect(matchGlob(readGlob(glob), text)).toBe(matches);
  });

  it('takes values as text, and names those that are missing', () => {
    const missing = new Set<string>();
    const glob = resolveGlob(readGlob('${a}*\\${b}${c}'), new Map([['a', '*?']]), missing);
    expect(matchGlob(glob, '*?x${b}')).toBe(true);
    expect(matchGlob(glob, 'abx${b}')).toBe(false);
    expect([...missing]).toEqual(['c']);
  });

  it('does not take exponential time', () => {
    expect(matchGlob(readGlob(`${'a*'.repeat(30)}b`), 'a'.repeat(20_000))).toBe(false);
  });
});
