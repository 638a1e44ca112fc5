import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../src/expect/text/normalize.ts';
import { capturesOf, createView, evaluate, problemsOf } from '../sources.ts';

/** A line of output so written that it stands for itself, whatever is in it. */
function escapeLine(line: string): string {
  const text = [...line].map((char) => {
    if (char === '\\') return '\\\\';
    if (char === '<' || char === '$') return `\\x${char.charCodeAt(0).toString(16)}`;
    const isPlain = /[\p{L}\p{N}\p{P}\p{S}]/u.test(char) || (char === ' ' && line.trim() !== '');
    return isPlain ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`;
  });
  return text.length === 0 ? '' : `${text.join('')} (esc)`;
}

describe('an `(esc)` line', () => {
  it.each([
    ['a\\tb', 'a\tb'],
    ['\\e[1mx\\x1b[0m', '\x1b[1mx\x1b[0m'],
    ['a\\rb', 'a\rb'],
    ['\\a\\b\\f\\v\\0', '\x07\b\f\v\0'],
    ['back\\\\slash', 'back\\slash'],
    ['\\u{e9}\\u00e9\\u{1f600}', 'éé😀'],
    ['\\<<x>> \\${x}', '<<x>> ${x}'],
    ['n <<:int>>\\t${x}', 'n 5\tvalue'],
    ['a byte \\xFF', Uint8Array.from([...Buffer.from('a byte '), 255])],
  ])('`%s` reads its escapes', async (line, output) => {
    const info = 'output ansi=keep';
    const result = await evaluate(info, [`${line} (esc)`], { output, scope: { x: 'value' } });
    expect(result.ok).toBe(true);
  });

  it('can be repeated', async () => {
    expect(await capturesOf(['a\\tb (esc+)', 'c\\t (esc?)'], 'a\tb\na\tb\n')).toEqual({});
  });

  it.each(['a\\qb', 'a\\n', 'a\\x0a', 'a\\u{110000}', 'a\\x1', 'end\\', 'a\\x <<:imt>>'])(
    'reports `%s`',
    (line) => {
      expect(problemsOf('output', [`${line} (esc)`])).toMatchSnapshot();
    },
  );

  it('of any output matches that output', async () => {
    const bytes = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.string({ unit: 'binary', maxLength: 6 }).map((text) => Buffer.from(text)),
        fc
          .constantFrom('\n', '\r\n', '...', ' (re)', '<<x>>', '${x}', '\\', '\x1b[1m', ' (esc)')
          .map((text) => Buffer.from(text)),
      ),
      { maxLength: 8 },
    );
    const property = fc.asyncProperty(
      bytes,
      fc.constantFrom('', ' ansi=keep', ' match=unordered', ' match=contains'),
      async (parts, attribute) => {
        const output = Buffer.concat(parts);
        const lines: string[] = [];
        readLines(
          createView(output),
          (line) => {
            lines.push(line);
            return true;
          },
          { keepAnsi: attribute === ' ansi=keep' },
        );
        const info = `output${attribute}`;
        expect((await evaluate(info, lines.map(escapeLine), { output })).ok).toBe(true);
        if (lines.length === 0 || attribute === ' match=contains') return;
        const other = Buffer.concat([output, Buffer.from('\n|')]);
        expect((await evaluate(info, lines.map(escapeLine), { output: other })).ok).toBe(false);
      },
    );
    await fc.assert(property, { numRuns: 2000, seed: 3 });
  });
});

describe('the parser', () => {
  it('never crashes, whatever the lines are', async () => {
    const part = fc.constantFrom(
      ...['<<', '>>', ':', 'int', 'a', '...', ' ', '(', ')', 're', 'esc', 'never', '\\', '${', '}'],
      ...[
        'x',
        '{2,',
        '*',
        '+',
        '[',
        '|',
        '..',
        '1',
        '?',
        'no-eol',
        'glob',
        'equal',
        '\t',
        'é',
        '^',
      ],
    );
    const line = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '')),
    );
    const mode = fc.constantFrom('lines', 'exact', 'contains', 'unordered', 'regex');
    const options = fc.constantFrom('', ' ws=collapse', ' vary=int,time,word', ' ansi=keep');
    let evaluated = 0;
    const property = fc.asyncProperty(
      fc.array(line, { maxLength: 4 }),
      mode,
      options,
      fc.string({ unit: 'binary', maxLength: 20 }),
      async (lines, match, option, output) => {
        const info = `output match=${match}${option}`;
        if (problemsOf(info, lines).some((text) => !text.includes('vacuous'))) return;
        evaluated++;
        const result = await evaluate(info, lines, { output, scope: { x: 'a' } });
        expect(typeof result.ok).toBe('boolean');
      },
    );
    await fc.assert(property, { numRuns: 3000, seed: 9 });
    expect(evaluated).toBeGreaterThan(300);
  });
});
