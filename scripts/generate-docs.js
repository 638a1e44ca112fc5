/** Writes `docs/cli.md` from the tables of the command line; a test fails when the page is stale. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const { outputFiles } = await build({
  entryPoints: ['src/cli/reference.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const source = Buffer.from(outputFiles[0].contents).toString('base64');
const { describeReference } = await import(`data:text/javascript;base64,${source}`);
writeFileSync('docs/cli.md', describeReference());
