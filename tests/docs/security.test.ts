/** What SECURITY.md says of commands: which of them execute what a document has in it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CLI } from '../helpers/paths.ts';

const DOCUMENT = `---
runbook: {shell: ./evil, types: {a: a+}}
---

# A

\`\`\`bash run if='touch ran'
touch ran
\`\`\`

\`\`\`output
$(touch ran)
\`\`\`

\`\`\`ruby run interpreter="./evil {file}"
puts 1
\`\`\`

\`\`\`bash
touch ran
\`\`\`
`;

function runbook(...args: string[]) {
  const cwd = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'trust-'));
  writeFileSync(join(cwd, 'doc.md'), DOCUMENT);
  writeFileSync(join(cwd, 'evil'), '#!/bin/sh\ntouch ran\nexec bash "$@"\n', { mode: 0o755 });
  const env = { ...process.env, XDG_STATE_HOME: join(cwd, 'state') };
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    env,
  });
  return { said: stdout + stderr, ran: existsSync(join(cwd, 'ran')) };
}

it.each([
  ['check', 'doc.md'],
  ['list', 'doc.md'],
  ['plan', 'doc.md'],
  ['export', '--to', 'markdown', 'doc.md'],
  ['export', '--to', 'bash', 'doc.md'],
  ['import', '--from', 'mdx', 'doc.md'],
  ['history'],
])('`%s` executes nothing of a document', (...args) => {
  const { said, ran } = runbook(...args);
  expect([said.length > 0, ran], said).toEqual([true, false]);
});

it('`run` does, which is what the others are held against', () => {
  expect(runbook('run', 'doc.md').ran).toBe(true);
});
