import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeReference } from '../../src/cli/reference.ts';
import { ROOT } from '../helpers/paths.ts';

it('docs/cli.md is what `node scripts/generate-docs.js` writes', () => {
  expect(readFileSync(join(ROOT, 'docs/cli.md'), 'utf8')).toBe(describeReference());
});
