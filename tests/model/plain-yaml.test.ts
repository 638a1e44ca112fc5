import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isPlainYaml } from '../../src/model/plain-yaml.ts';

it.each([
  ['a mapping', 'name: a\nport: 8000\n'],
  ['nested mappings', 'a:\n  b:\n    c: d\n  e: f\ng: h\n'],
  ['sequences', 'a:\n  - b\n  - c\nd:\n- e\n- f\ng: h\n'],
  ['a sequence of mappings', '- a: b\n  c: d\n- a: e\n  f:\n    - g\n'],
  ['comments, blank lines and quotes', '# a\n\nb: "c: d"\n  # e\nf: \'g\'\n'],
])('%s is plain', (_, text) => {
  expect(isPlainYaml(text)).toBe(true);
});

it.each([
  '',
  'a: [b]\n',
  'a: |\n  b\n',
  'a: b\n  c: d\n',
  'a: 1\na: 2\n',
  'a:b\n',
  '- a\nb: c\n',
  '---\na: b\n',
  'a: b\n c: d\n',
])('%j is left to the parser', (text) => {
  expect(isPlainYaml(text)).toBe(false);
});

it('takes nothing for plain that the parser refuses', () => {
  const line = fc
    .tuple(
      fc.constantFrom('', '', ' ', '  ', '    '),
      fc.constantFrom('', '', '- ', '- - '),
      fc.constantFrom(
        'a:',
        'b: ',
        'c: d',
        'a: e',
        'f',
        '"g"',
        "h: 'i'",
        'j: k - l',
        '# m',
        'n: o:',
        'p: q, r',
        's: %',
        't: true',
      ),
    )
    .map((parts) => parts.join(''));
  let plain = 0;
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      if (!isPlainYaml(text)) return;
      plain += 1;
      expect(
        [...parseAllDocuments(text)].flatMap(({ errors }) => errors),
        text,
      ).toEqual([]);
    }),
    { seed: 2, numRuns: 20_000 },
  );
  expect(plain).toBeGreaterThan(500);
});
