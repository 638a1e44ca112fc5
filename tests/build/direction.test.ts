import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';

it('nothing but the program knows of its command line', () => {
  const found = globSync('src/**/*.ts', { cwd: ROOT })
    .filter((path) => !path.startsWith('src/cli/'))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      const imports = [...text.matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)];
      return imports
        .map(([, one, other]) => normalize(join(dirname(path), one ?? other ?? '')))
        .filter((target) => target.startsWith('src/cli/'))
        .map((target) => `${path} imports ${target}`);
    });
  expect(found).toEqual([]);
});
