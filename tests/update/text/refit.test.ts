import { expect, it } from 'vitest';
import { HOLE_TYPES } from '../../../src/expect/text/hole-types.ts';
import { parseSegments } from '../../../src/expect/text/parse-segments.ts';
import { refitSegments } from '../../../src/update/text/refit.ts';

function refit(pattern: string, text: string): string | null {
  const segments = parseSegments(pattern, {
    sink: {
      add: (_rule, _span, message) => {
        throw new Error(message);
      },
    },
    span: (index, length) => ({ line: 1, column: index + 1, length }),
    types: HOLE_TYPES,
    elsewhere: new Map(),
  });
  return refitSegments(segments, text, (name) => (name === 'port' ? '8000' : undefined));
}

it.each([
  ['took <<:number>>s', 'Took 12 seconds', 'Took <<:number>> seconds'],
  ['took <<:number>>s', 'took 12sec', 'took <<:number>>sec'],
  ['version <<ver:semver>>', 'Version: 1.2.3', 'Version: <<ver:semver>>'],
  ['listening on ${port}', 'Listening at 0.0.0.0:8000', 'Listening at 0.0.0.0:${port}'],
  ['a <<...>> b', 'a x y c', 'a <<...>> c'],
  ['<<...>> failed', '3 tests failed!', '<<...>> failed!'],
  ['10.0.0.<<:int>> up', '10.0.0.7 is up', '10.0.0.<<:int>> is up'],
  [
    'id <<:uuid>> (<<:int>> rows)',
    'ID 123e4567-e89b-12d3-a456-426614174000: 5 rows',
    'ID <<:uuid>>: <<:int>> rows',
  ],
  ['x <<:int>>', 'x is <<y>> 5', 'x is \\<<y>> <<:int>>'],
])('keeps the holes around changed text: %s | %s', (pattern, text, source) => {
  expect(refit(pattern, text)).toBe(source);
});

it.each([
  ['took <<:number>>s', 'Finished: 3 files'],
  ['took <<:int>>s', 'took 1.5s'],
  ['port <<:int 1..100>>', 'port 8000'],
  ['listening on ${port}', 'listening on 8001'],
  ['version <<:semver>>', 'version unknown'],
])('does not keep what no longer holds: %s | %s', (pattern, text) => {
  expect(refit(pattern, text)).toBe(null);
});
