import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { CLI } from '../helpers/paths.ts';

const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'libraries-'));
const hook = join(folder, 'say-loaded.mjs');
// Libraries that are files of their own are modules of the other kind, which Node keeps a list of.
writeFileSync(
  hook,
  `import module from 'node:module';
  process.on('exit', () => {
    const names = Object.keys(module._cache).map((path) => path.split('/dist/')[1] ?? path);
    process._rawDebug(JSON.stringify(names));
  });`,
);

/** The libraries that a command has loaded for a document. */
function listLoaded(command: string, text: string): readonly string[] {
  writeFileSync(join(folder, 'doc.md'), text);
  const args = ['--import', pathToFileURL(hook).href, CLI, command, 'doc.md'];
  const { stderr, status } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, XDG_STATE_HOME: folder },
  });
  expect(status, stderr).toBe(0);
  const names: readonly string[] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  return names.map((name) => name.replace(/\.cjs$/, '')).sort();
}

const STEP = '# Start\n\nSay *hello*.\n\n```bash run\necho hello\n```\n\n```output\nhello\n```\n';

it.each<[string, string, readonly string[], readonly string[]]>([
  ['plain words, a step and what it prints', STEP, [], []],
  ['settings', `---\nrunbook:\n  timeout: 30s\n---\n${STEP}`, ['yaml', 'zod/mini'], []],
  ['a table', `${STEP}\n| a | b |\n| - | - |\n| 1 | 2 |\n`, ['markdown-it'], []],
  ['an expression', STEP.replace('\nhello\n```\n', '\nh.*o (re)\n```\n'), ['re2js'], []],
  ['data to be read', `${STEP}\n\`\`\`yaml\na: [1, 2]\n\`\`\`\n`, [], ['yaml']],
])('of libraries, %s load those that they need', (_, text, always, onlyChecked) => {
  expect(listLoaded('list', text)).toEqual(always);
  expect(listLoaded('run', text)).toEqual(always);
  expect(listLoaded('check', text)).toEqual([...always, ...onlyChecked]);
});
