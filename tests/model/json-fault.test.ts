import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findJsonFault } from '../../src/model/json-fault.ts';

it.each([
  ['', 0, 'expected a value, found the end'],
  ['  nul', 2, 'expected a value, found `nul`'],
  ['[1 2]', 3, 'expected `,` or `]`, found `2`'],
  ['[1,]', 3, 'expected a value, found `]`'],
  ['{"a" 1}', 5, 'expected `:`, found `1`'],
  ['{"a": 1, b: 2}', 9, 'expected a key in double quotes, found `b`'],
  ['{"a": "x\ny"}', 6, 'expected a value, found `"x`'],
  ['"\\x"', 0, 'expected a value, found `"\\x"`'],
  ['1 // c', 2, 'expected the end, found `/`'],
  ['[}', 1, 'expected a value or `]`, found `}`'],
  ['{"a": [1]', 9, 'expected `,` or `}`, found the end'],
])('finds the fault of %j', (text, offset, reason) => {
  expect(findJsonFault(text)).toEqual({ offset, reason });
});

it('agrees with JSON.parse on what is JSON, one character changed', () => {
  const changed = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[],:"\\01.e-tfn \n'))
    .map(([text, at, char]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + char + text.slice(index + 1);
    });
  fc.assert(
    fc.property(changed, (text) => {
      expect(findJsonFault(text) === undefined).toBe(isJson(text));
    }),
    { seed: 7, numRuns: 500 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
