import { expect, it } from 'vitest';
import { parseInfoString } from '../../src/document/info-string.ts';

it.each([
  ['', '', []],
  ['bash', 'bash', []],
  ['bash run', 'bash', [['run', true, 5]]],
  [
    'bash  run\tid=x',
    'bash',
    [
      ['run', true, 6],
      ['id', 'x', 10],
    ],
  ],
  [
    `sh run title="a b" if='test "$x" = 1'`,
    'sh',
    [
      ['run', true, 3],
      ['title', 'a b', 7],
      ['if', 'test "$x" = 1', 19],
    ],
  ],
  [
    'sh run ready=log:/a"b/ x=',
    'sh',
    [
      ['run', true, 3],
      ['ready', 'log:/a"b/', 7],
      ['x', '', 23],
    ],
  ],
  [
    'sh a=b=c env.A_1=""',
    'sh',
    [
      ['a', 'b=c', 3],
      ['env.A_1', '', 9],
    ],
  ],
  [
    'js {1,3-5} title="a" showLineNumbers',
    'js',
    [
      ['{1,3-5}', true, 3],
      ['title', 'a', 11],
      ['showLineNumbers', true, 21],
    ],
  ],
])('splits %j', (info, lang, words) => {
  const result = parseInfoString(info);
  expect(result.lang).toBe(lang);
  expect(result.words.map(({ name, value, offset }) => [name, value, offset])).toEqual(words);
  expect(result.words.filter(({ fault }) => fault !== undefined)).toEqual([]);
});

it.each([
  ['sh run title="a b', 'the quote " is never closed', 'title="a b'],
  ["sh run if='x", "the quote ' is never closed", "if='x"],
  ['sh run a="b"c d', '`c` follows the closing quote without a blank', 'a="b"c'],
])('finds the fault in %j', (info, fault, text) => {
  const [word] = parseInfoString(info).words.filter((candidate) => candidate.fault !== undefined);
  expect(word?.fault).toBe(fault);
  expect(info.slice(word?.offset, (word?.offset ?? 0) + (word?.length ?? 0))).toBe(text);
});
