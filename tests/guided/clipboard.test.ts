import { expect, it } from 'vitest';
import { startInline } from '../helpers/run-inline.ts';

const DOCUMENT = `---
runbook:
  params:
    key: {secret: true, default: hush-hush-hush}
---

\`\`\`bash manual
echo "$HOME" "$KEY"
\`\`\`
`;

const run = (args: readonly string[]): ReturnType<typeof startInline> =>
  startInline(DOCUMENT, { terminal: true, keyboard: true, args, timeoutMs: 60_000 });

it('a command that is done by hand can be put on the clipboard, without its secrets', async () => {
  const one = run([]);
  await one.waitFor('[c]opy');
  one.type('c');
  await one.waitFor('sent to the clipboard');
  one.type('q');
  await one.waitFor('Note, if any');
  one.type('\r');
  const { stdout, exitCode } = await one.result;
  expect(exitCode).toBe(4);
  const [, copied = ''] = /\x1b\]52;c;([\w+/=]*)\x07/.exec(stdout) ?? [];
  expect(Buffer.from(copied, 'base64').toString()).toBe('echo "$HOME" "<KEY>"');
});

it('nothing is copied where only lines are written', async () => {
  const one = run(['--plain']);
  await one.waitFor('[q]uit');
  one.kill('SIGTERM');
  const { stdout } = await one.result;
  expect(stdout).not.toContain('[c]opy');
});
