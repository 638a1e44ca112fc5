/** Writes `docs/cli.md`, `docs/rules.md`, `docs/behaviours.md` and `docs/front-matter.schema.json` from tables in code; a test fails when a page is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModule } from './load-module.js';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const { describeReference } = await loadModule('src/cli/reference.ts');
writeFileSync('docs/cli.md', describeReference());
const { describeRules } = await loadModule('src/rules/reference.ts');
writeFileSync('docs/rules.md', describeRules());
const { describeBehaviours } = await loadModule('src/model/behaviours-reference.ts');
writeFileSync('docs/behaviours.md', describeBehaviours());
const { describeFrontMatter } = await loadModule('src/model/front-matter-reference.ts');
writeFileSync(
  'docs/front-matter.schema.json',
  describeFrontMatter(readFileSync('docs/format.md', 'utf8')),
);
