import { expect, it } from 'vitest';
import { findRequiredRuns, type Run } from '../../src/store/required-runs.ts';

/** A run as a list of its places: a character, or how many may stand there. */
function describeRun(run: Run): string {
  return run
    .map((set) => {
      const codes = [...set.keys()].filter((code) => set[code] === 1);
      return codes.length === 1 ? String.fromCharCode(...codes) : `<${codes.length}>`;
    })
    .join('');
}

it.each([
  ['ghp_\\w+', ['ghp_<63>']],
  ['AKIA[0-9A-Z]{3}', ['AKIA<36><36><36>']],
  ['(?:AKIA|ASIA)[0-9]', ['A<2>IA<10>']],
  ['gh[pousr]_', ['gh<5>_']],
  ['(?:token|key)=\\S+', ['token', 'key']],
  ['a?key.*secret', ['secret']],
  ['x{2,}y', ['xxy']],
  ['(?P<name>abc)+d', ['abcd']],
  ['(a.b){2}c', ['bc']],
  ['^\\bkey\\b$', ['key']],
  ['a\\.b\\-\\d', ['a.b-<10>']],
  ['[^a]bcd', ['bcd']],
  ['pässword', ['ssword']],
  ['k\\sey', ['k<5>ey']],
])('%s can match only where one of %j is', (source, runs) => {
  expect(findRequiredRuns(source)?.map(describeRun)).toEqual(runs);
});

it.each([
  ['ignoring case', '(?i)token'],
  ['ignoring case in a group', 'a(?i:token)b'],
  ['an escape that is not known here', 'token\\x41'],
  ['a class of Unicode', '\\pLtoken'],
  ['a quotation', '\\Qtoken\\E'],
  ['a class by its name', '[[:alpha:]]{20}'],
  ['a bracket as the first of a class', '[]a]token'],
  ['a brace that is a character', 'a{token'],
  ['what stands in nearly every text', '\\w+'],
  ['an alternative that has none', 'token|\\w+'],
  ['an alternative that is empty', 'a(?:token|)'],
  ['all of it optional', '(?:token)*a'],
  ['none at all', '.+'],
])('may match everywhere: %s', (_, source) => {
  expect(findRequiredRuns(source)).toBeUndefined();
});

it('of a long run only the beginning is looked for', () => {
  expect(findRequiredRuns('(?:(?:abc){50}){20}d')?.map((run) => run.length)).toEqual([64]);
});
