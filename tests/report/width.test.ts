import { expect, it } from 'vitest';
import { loadWidthOf } from '../../src/report/width.ts';

it.each([
  ['plain text', 10],
  ['cut off…', 8],
  ['héllo', 5],
  ['部署', 4],
  ['🚀 launch', 9],
])('%s takes %i columns', async (text, columns) => {
  expect((await loadWidthOf([text]))(text)).toBe(columns);
});
