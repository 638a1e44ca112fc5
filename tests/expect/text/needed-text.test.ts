import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNeededText } from '../../../src/expect/text/needed-text.ts';

describe('the text that an expression needs', () => {
  it.each([
    ['.*panic.*', 'panic'],
    ['^ERROR: .+ at$', 'ERROR: '],
    ['colou?r', 'colo'],
    ['ab*', 'a'],
    ['ab+c', 'ab'],
    ['x😀?', 'x'],
    ['.*', ''],
    ['sea|sand', ''],
    ['(?i)panic', ''],
    ['[ab]c', ''],
    ['\\d\\dab', ''],
    ['a{0,3}bc', ''],
  ])('of `%s` is `%s`', (source, needed) => {
    expect(findNeededText(source)).toBe(needed);
  });

  it('stands in every text that the expression matches', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      'ab',
      '.',
      'a*',
      'b?',
      'a+',
      '.*',
      '^',
      '$',
      'b+?',
      '😀',
      '😀*',
    );
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '😀'), { maxLength: 6 });
    let matching = 0;
    const property = fc.property(fc.array(part, { maxLength: 5 }), text, (parts, chars) => {
      const given = chars.join('');
      if (!new RegExp(`^(?:${parts.join('')})$`, 'u').test(given)) return;
      matching++;
      expect(given).toContain(findNeededText(parts.join('')));
    });
    fc.assert(property, { numRuns: 20_000, seed: 13 });
    expect(matching).toBeGreaterThan(300);
  });
});
