/** The documentation, as the first user of what it documents. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../src/document/parse.ts';
import { loadRunbook } from '../src/model/load.ts';
import { findUnproven } from '../src/suite/measure-proof.ts';
import { CLI, ROOT } from './helpers/paths.ts';

// As an installed package has it; its types are those of the source.
const built = join(ROOT, 'dist/vitest.js');
const { describeRunbooks }: typeof import('../src/vitest/describe-runbooks.ts') = await import(
  built
);

// Not `runbook` of the checkout: in a fresh one it says first what it installs.
const bin = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'bin-'));
const program = `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`;
writeFileSync(join(bin, 'runbook'), program, { mode: 0o755 });

describeRunbooks(
  [
    'README.md',
    'docs/**/*.md',
    'runbooks/*.md',
    // A copy for readers: every fence of it is one of runbooks/deployment.md, see tests/guide/page.test.ts.
    '!docs/deployment/README.md',
    // They install what they deploy, and are run by tests of their own, see tests/guide.
    '!runbooks/deployment.md',
    '!runbooks/as-written.md',
  ],
  {
    cwd: ROOT,
    coverage: 100,
    env: { PATH: `${bin}:${process.env['PATH']}`, CI: undefined },
    // docs/library.md is about the package, as npm would have put it there.
    prepare: ({ workdir }) => {
      mkdirSync(join(workdir, 'node_modules'));
      symlinkSync(ROOT, join(workdir, 'node_modules/runbook'));
    },
  },
);

describe.each(['runbooks/deployment.md', 'runbooks/as-written.md'])('%s', (file) => {
  it('runs, checks or declares inert every fence', async () => {
    const document = parseMarkdown(readFileSync(join(ROOT, file), 'utf8'), file);
    const loaded = loadRunbook(document);
    const host = { path: process.env['PATH'], cwd: ROOT };
    expect(document.fences.length).toBeGreaterThan(0);
    expect(await findUnproven(document, loaded, host)).toEqual([]);
  });
});
