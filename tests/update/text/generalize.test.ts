import { expect, it } from 'vitest';
import { generalizeTexts } from '../../../src/update/text/generalize.ts';

it.each([
  ['took 12s', 'took 14s', 'took <<:duration>>'],
  ['Took 12 seconds', 'Took 14 seconds', 'Took <<:int>> seconds'],
  ['version v1.2.3', 'version v1.10.0', 'version v<<:semver>>'],
  ['listening on 127.0.0.1:8000', 'listening on 127.0.0.1:8123', 'listening on 127.0.0.1:<<:int>>'],
  ['at 2024-01-01 10:00:00 done', 'at 2025-03-01 11:22:33 done', 'at <<:iso8601>> done'],
  [
    'id=123e4567-e89b-12d3-a456-426614174000',
    'id=00000000-e89b-12d3-a456-426614174000',
    'id=<<:uuid>>',
  ],
  ['size 10 MB', 'size 12.5 MB', 'size <<:size>>'],
  ['commit 3f9a0c2d', 'commit a0b1c2d3', 'commit <<:hex>>'],
  ['user bob logged in', 'user alice logged in', 'user <<:word>> logged in'],
  ['in /tmp/a.1/x', 'in /tmp/b.2/x', 'in <<:path>>'],
  ['error: disk full on sda', 'error: no such device', 'error: <<...>>'],
  ['took 1.5s', 'took 14s', 'took <<:duration>>'],
  ['load 0.15', 'load 1.2', 'load <<:number>>'],
  ['cat <<x>> 1', 'cat <<x>> 2', 'cat \\<<x>> <<:int>>'],
  ['one', 'two', '<<:word>>'],
])('puts the narrowest hole that takes both: %s | %s', (a, b, source) => {
  expect(generalizeTexts(a, b)).toBe(source);
});

it.each([['a b c', 'x y']])('finds nothing in common: %s | %s', (a, b) => {
  expect(generalizeTexts(a, b)).toBe(null);
});
