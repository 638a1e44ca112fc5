/** Writes `docs/cli.md`, `docs/rules.md` and `docs/behaviours.md` from tables in code; a test fails when a page is stale. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/** A module of ours with all that it imports. */
async function load(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  return import(`data:text/javascript;base64,${source}`);
}

const { describeReference } = await load('src/cli/reference.ts');
writeFileSync('docs/cli.md', describeReference());
const { describeRules } = await load('src/rules/reference.ts');
writeFileSync('docs/rules.md', describeRules());
const { describeBehaviours } = await load('src/model/behaviours-reference.ts');
writeFileSync('docs/behaviours.md', describeBehaviours());
