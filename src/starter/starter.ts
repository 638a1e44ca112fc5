/** What `init` writes: a runbook that passes, and its test. */

/** A file of a new project, by its path in it. */
export interface StarterFile {
  readonly path: string;
  readonly text: string;
}

const FENCE = '```';

const RUNBOOK = `---
title: A first runbook
runbook:
  # Relative to this document; it is created.
  workdir: ./first-run
  params:
    port: {type: port, default: free, description: Where the server listens}
---

# A First Runbook

Run it with \`runbook run runbooks/first.md\`, or by hand, one step at a time, with \`runbook step runbooks/first.md\`.
A block runs when a role stands behind its language; what it prints is held against the block behind it.

## What You Need

${FENCE}bash require id=node title="Node.js"
node --version
${FENCE}

${FENCE}output
v<<:semver>>
${FENCE}

## Configure

The block is the file:

${FENCE}js configure file=server.mjs
import { createServer } from 'node:http';

const started = Date.now();
createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status: 'ok', path: request.url, uptime: Date.now() - started }));
}).listen(Number(process.env.PORT), '127.0.0.1');
${FENCE}

## Run

The server stays up for the steps that follow, and is stopped at the end:

${FENCE}bash run id=server background ready=http://127.0.0.1:\${port}/
exec node server.mjs
${FENCE}

## Test

${FENCE}bash test id=answers title="The server answers"
curl -fsS "http://127.0.0.1:$PORT/hello"
${FENCE}

What may differ is left open, and the rest has to be so:

${FENCE}json expect
{"status": "ok", "path": "/hello", "uptime": "<<:int>>"}
${FENCE}

## Clean Up

${FENCE}bash cleanup
rm -f server.mjs
${FENCE}
`;

const TEST = `import { describeRunbooks } from 'runbook/vitest';

// One test for each step. \`npx vitest run\` runs them; so does \`npx runbook test runbooks/*.md\`, without vitest.
describeRunbooks('runbooks/*.md');
`;

/** For a folder that has none: what the test is run with. */
const PACKAGE = {
  private: true,
  type: 'module',
  scripts: { test: 'vitest run' },
};

/** The files that are always written. */
export const STARTER: readonly StarterFile[] = [
  { path: 'runbooks/first.md', text: RUNBOOK },
  { path: 'tests/runbooks.test.js', text: TEST },
];

/** For a folder that has none: what a run leaves behind is nobody's source. */
export const IGNORE: StarterFile = { path: '.gitignore', text: 'node_modules/\nfirst-run/\n' };

/** The package of a folder that is none yet. `versions` are of what the test needs. */
export function describePackage(versions: Readonly<Record<string, string>>): StarterFile {
  const text = JSON.stringify({ ...PACKAGE, devDependencies: versions }, null, 2);
  return { path: 'package.json', text: `${text}\n` };
}
