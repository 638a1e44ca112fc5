import { expect, it } from 'vitest';
import {
  findBadReferences,
  findReferences,
  substituteReferences,
} from '../../src/model/references.ts';

const VALUES: ReadonlyMap<string, string> = new Map([
  ['port', '8000'],
  ['_a_1', 'b'],
  ['loop', `\${port}`],
]);

it.each([
  [`http://x:\${port}/\${_a_1}`, 'http://x:8000/b'],
  [`\\\${port} $port \${none}`, `\${port} $port \${none}`],
  [`\${loop}`, `\${port}`],
  [`\${port`, `\${port`],
])('H23: puts values into %j', (text, expected) => {
  expect(substituteReferences(text, (name) => VALUES.get(name))).toBe(expected);
});

it('finds references with their place, and what only looks like one', () => {
  const text = `a \${b} \\\${c} \${d-e} \${f`;
  expect(findReferences(text)).toEqual([{ name: 'b', offset: 2, length: 4 }]);
  expect(findBadReferences(text)).toEqual([
    { text: `\${d-e}`, offset: 13 },
    { text: `\${f`, offset: 20 },
  ]);
});
