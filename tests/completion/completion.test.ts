import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openJob } from '../helpers/job.ts';
import { CLI } from '../helpers/paths.ts';

let dir = '';
const write = (shell: string): string =>
  execFileSync(process.execPath, [CLI, 'completion', shell], { encoding: 'utf8' });

beforeAll(() => {
  dir = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'completion-'));
  for (const name of ['deploy.md', 'notes.txt']) writeFileSync(join(dir, name), '');
  mkdirSync(join(dir, 'guides'));
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(dir, `rb.${shell}`), write(shell));
});

/** What bash would offer behind these words, of which the last one is being typed. */
function offerOfBash(words: readonly string[]): string[] {
  const script = `. ./rb.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _runbook
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--norc', '-c', script, 'bash', ...words];
  return lines(execFileSync('bash', args, { cwd: dir, encoding: 'utf8' }));
}

/** The same of fish, which leaves out what no word begins with. */
function offerOfFish(words: readonly string[]): string[] {
  const script = `source rb.fish; complete -C '${words.join(' ')}'`;
  const home = { ...process.env, HOME: dir, XDG_CONFIG_HOME: join(dir, '.config') };
  const said = execFileSync('fish', ['--no-config', '-c', script], {
    cwd: dir,
    encoding: 'utf8',
    env: home,
  });
  return lines(said).map((line) => line.split('\t')[0] ?? '');
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe.each([
  ['bash', offerOfBash],
  ['fish', offerOfFish],
])('the completions of %s', (_, offer) => {
  it.each([
    ['a command', ['runbook', 'comp'], ['completion']],
    ['commands that begin alike', ['runbook', 'st'], ['step', 'stop']],
    ['options of a command', ['runbook', 'run', '--keep'], ['--keep', '--keep-going']],
    ['no options of other commands', ['runbook', 'list', '--keep'], []],
    [
      'the values that there are',
      ['runbook', 'check', '--format', ''],
      ['github', 'json', 'pretty'],
    ],
    ['documents and folders', ['runbook', 'run', ''], ['deploy.md', 'guides']],
    ['any file where one is wanted', ['runbook', 'run', '--params', 'no'], ['notes.txt']],
    ['shells', ['runbook', 'completion', ''], ['bash', 'fish', 'zsh']],
    ['topics', ['runbook', 'help', 'ex'], ['exit-codes', 'expectations', 'export']],
    ['commands behind `help`', ['runbook', 'help', 'up'], ['update']],
  ])('offer %s', (_name, words, wanted) => {
    const found = offer(words).map((word) => word.replace(/\/$/, ''));
    expect(found.filter((word) => !word.startsWith('rb.')).sort()).toEqual(wanted);
  });
});

describe('the completions of zsh', () => {
  it('are what its completion system offers', async () => {
    const zsh = await openJob('', {
      words: ['zsh', '-f', '-i'],
      files: { 'rb.zsh': write('zsh') },
    });
    zsh.enter('autoload -U compinit; compinit -u; source rb.zsh; PS1="> "; print re""ady');
    await zsh.waitFor('ready');
    zsh.type('runbook comp');
    zsh.press('Tab');
    await zsh.waitFor('> runbook completion');
    zsh.press('Tab');
    await zsh.waitFor('bash  fish  zsh');
    zsh.press('C-u');
    zsh.type('runbook check --form');
    zsh.press('Tab');
    await zsh.waitFor('> runbook check --format');
    zsh.type(' gi');
    zsh.press('Tab');
    await zsh.waitFor('> runbook check --format github');
    zsh.press('C-u');
    zsh.type('runbook help exit');
    zsh.press('Tab');
    await zsh.waitFor('> runbook help exit-codes');
    zsh.press('C-u');
    zsh.type('runbook run d');
    zsh.press('Tab');
    await zsh.waitFor('> runbook run doc.md');
  }, 120_000);
});

it('the completions of bash are sound by ShellCheck', () => {
  const checked = execFileSync('shellcheck', ['-s', 'bash', join(dir, 'rb.bash')], {
    encoding: 'utf8',
  });
  expect(checked).toBe('');
});

it('completions of another shell are refused, with those that there are', () => {
  expect(() =>
    execFileSync(process.execPath, [CLI, 'completion', 'tcsh'], { stdio: 'pipe' }),
  ).toThrow('completion tcsh: there are completions for bash, zsh, fish');
});
