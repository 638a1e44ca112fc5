import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileExpectation } from '../../../src/expect/registry.ts';
import { createSource, evaluate } from '../sources.ts';

/** Texts of what YAML gives a meaning to, put together at random. */
const text = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        '1',
        ': ',
        ':',
        '- ',
        '? ',
        ', ',
        '[',
        ']',
        '{',
        '}',
        '&x ',
        '*x',
        '!!str ',
        '!t ',
        '<<',
      ],
      ...[
        '\n',
        '\n  ',
        '\n    ',
        '---\n',
        '...\n',
        '|\n',
        '>-\n',
        '"',
        "'",
        '#',
        ' #',
        '%',
        '\t',
        '\\',
      ],
      ...['<<:int>>', '${x}', '<<...>>', '~', '.inf', '0x1', '@', '`', '\r\n', '\u{1f600}', '\0'],
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''));

it('any text as YAML, printed or expected, is a value or has problems with places, never a crash', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (printed) => {
      const result = await evaluate('yaml expect', ['<<all:any>>'], { stdout: printed });
      expect(result.ok || result.mismatch.kind === 'json').toBe(true);
      const lines = printed.split('\n');
      const compiled = compileExpectation(createSource('yaml expect', lines));
      for (const { line, column } of compiled.ok ? [] : compiled.problems) {
        expect(line).toBeGreaterThan(9);
        expect(line).toBeLessThan(12 + lines.length);
        expect(column).toBeGreaterThan(0);
      }
    }),
    { seed: 7, numRuns: 500 },
  );
});
