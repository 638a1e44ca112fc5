import { expect, it } from 'vitest';
import { openPane } from '../helpers/pane.ts';
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
  startInline(DOCUMENT, { terminal: true, keyboard: true, args, env: { TMUX: undefined } });

it('a command that is done by hand can be put on the clipboard, without its secrets', async () => {
  const one = run([]);
  await one.waitFor('[c]opy');
  one.type('c');
  await one.waitFor('sent to the clipboard, if the terminal takes it');
  await one.waitFor('[q]uit', 2);
  one.type('q');
  await one.waitFor('Note, if any');
  one.type('\r');
  const { stdout, exitCode } = await one.result;
  expect(exitCode).toBe(4);
  const [, copied = ''] = /\x1b\]52;c;([\w+/=]*)\x07/.exec(stdout) ?? [];
  expect(Buffer.from(copied, 'base64').toString()).toBe('echo "$HOME" "<KEY>"');
});

it('inside of tmux it goes into its buffer, and on to the terminal of that', async () => {
  const pane = await openPane(DOCUMENT);
  await pane.waitFor('[c]opy');
  pane.press('c');
  await pane.waitFor('put into a buffer of tmux');
  expect(pane.tmux('show-buffer')).toBe('echo "$HOME" "<KEY>"');
});

it('inside of a tmux that is not there any more it is sent to the terminal', async () => {
  const one = startInline(DOCUMENT, {
    terminal: true,
    keyboard: true,
    env: { TMUX: '/nowhere/tmux,1,0' },
  });
  await one.waitFor('[c]opy');
  one.type('c');
  await one.waitFor('if the terminal takes it');
  one.kill('SIGTERM');
  expect((await one.result).stdout).toContain('\x1b]52;c;');
});

it('nothing is copied where only lines are written', async () => {
  const one = run(['--plain']);
  await one.waitFor('[q]uit');
  one.kill('SIGTERM');
  const { stdout } = await one.result;
  expect(stdout).not.toContain('[c]opy');
});
