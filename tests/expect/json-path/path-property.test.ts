import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseJson } from '../../../src/expect/json/json-text.ts';
import { readPath } from '../../../src/expect/json-path/read-path.ts';
import { selectNodes } from '../../../src/expect/json-path/select.ts';

/** Texts of what paths are made of, put together at random. */
const path = fc
  .array(
    fc.constantFrom(
      ...[
        '.a',
        '..',
        '*',
        '[',
        ']',
        '[0]',
        '[*]',
        '[?',
        '@',
        '@.a',
        '$',
        '"a"',
        "'",
        '"',
        '(',
        ')',
      ],
      ...[
        '==',
        '<',
        '&&',
        '||',
        '!',
        ' ',
        ',',
        ':',
        '-1',
        '1e2',
        '1.5',
        'null',
        'true',
        '\\',
        '\n',
      ],
      ...['match(@, "a")', 'search(', 'count(@.*)', 'length(@)', 'value(@.a)', '${x}', '\u{1f600}'],
    ),
    { maxLength: 12 },
  )
  .map((pieces) => `$${pieces.join('')}`);

it('any text is a path that can be followed, or has what is wrong with it at a place', () => {
  const json = parseJson('{"a": [{"a": "a"}, {"a": [1, null, "\u{1f600}"]}, 5], "b": {"a": true}}');
  fc.assert(
    fc.property(path, (source) => {
      const read = readPath(source);
      if (read.ok && json.ok) expect(selectNodes(read.path, json.node).ok).toBe(true);
      else if (!read.ok) {
        expect(read.offset).toBeLessThanOrEqual(source.length);
        expect(read.message).not.toMatch(/\.$|undefined/);
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});
