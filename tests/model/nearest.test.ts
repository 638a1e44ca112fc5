import { expect, it } from 'vitest';
import { nearestName } from '../../src/model/nearest.ts';

const NAMES = ['run', 'test', 'health', 'keep-going', 'stop-timeout'];

it.each([
  ['rnu', 'run'],
  ['tset', 'test'],
  ['HEALTH', 'health'],
  ['keepgoing', 'keep-going'],
  ['stop-timout-ms', 'stop-timeout'],
  ['on', undefined],
  ['x', undefined],
  ['', undefined],
  ['deploy', undefined],
])('takes %j for %j', (word, expected) => {
  expect(nearestName(word, NAMES)).toBe(expected);
});

it('takes the first of those that are equally near', () => {
  expect(nearestName('tast', ['test', 'task'])).toBe('test');
});
