import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../sources.ts';

/** The same piece as the document and as the output have it. */
const piece = fc.constantFrom<[string, string]>(
  ['a', 'a'],
  [' ', ' '],
  ['  ', '  '],
  ['\t', '\t'],
  ['12', '12'],
  ['-7', '-7'],
  ['10:15', '10:15'],
  ['<<...>>', ''],
  ['<<...>>', ' '],
  ['<<...>>', ' x '],
  ['<<:int>>', '34'],
  ['<<:word>>', 'ab1'],
);
const line = fc.array(piece, { maxLength: 6 });

describe('what fits as it is', () => {
  it.each([
    'ws=collapse',
    'vary=int',
    'vary=time,int,word ws=collapse',
    'match=contains',
    'match=unordered',
  ])('fits with %s as well', async (attributes) => {
    let fitting = 0;
    const property = fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 3 }),
      async (given) => {
        const lines = given.map((pieces) => pieces.map(([written]) => written).join(''));
        const output = given
          .map((pieces) => `${pieces.map(([, text]) => text).join('')}\n`)
          .join('');
        // A hole next to text of its own type need not take what the generator meant it to.
        if (!(await evaluate('output', lines, { output })).ok) return;
        fitting++;
        expect((await evaluate(`output ${attributes}`, lines, { output })).ok).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 2000, seed: 21 });
    expect(fitting).toBeGreaterThan(1000);
  });
});
