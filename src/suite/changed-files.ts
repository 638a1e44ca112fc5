import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { UsageError } from '../plan/usage-error.ts';

/**
 * The documents that git knows to be changed, or new.
 *
 * @param ref what they are compared with, from where the present branch has left it; empty: the last commit
 * @throws {@link UsageError} where there is no repository, no git, or no such commit.
 */
export async function keepChanged(
  documents: readonly string[],
  ref: string,
  cwd: string,
): Promise<string[]> {
  const root = (await git(['rev-parse', '--show-toplevel'], cwd)).replace(/\n$/, '');
  const base = ref === '' ? 'HEAD' : await findBase(ref, cwd);
  const changed = await list(['diff', '--name-only', '--no-renames', '-z', base, '--'], root);
  const added = await list(['ls-files', '--others', '--exclude-standard', '-z'], root);
  const names = new Set([...changed, ...added]);
  const here = realpathSync(cwd);
  return documents.filter((file) => names.has(relative(root, resolve(here, file))));
}

async function findBase(ref: string, cwd: string): Promise<string> {
  const commit = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  await git(commit, cwd).catch(() => {
    throw new UsageError(`--changed=${ref}: there is no such commit or branch`, [
      'in CI a shallow clone may not have it: fetch it, or clone with more history',
    ]);
  });
  return (await git(['merge-base', '--', ref, 'HEAD'], cwd)).trim();
}

async function list(args: readonly string[], cwd: string): Promise<string[]> {
  return (await git(args, cwd)).split('\0').filter((name) => name !== '');
}

function git(args: readonly string[], cwd: string): Promise<string> {
  return new Promise((done, reject) => {
    const child = spawn('git', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        printed[stream] += text;
      });
    child.once('error', (error) => reject(refuse(`git cannot be started: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) done(printed.stdout);
      else reject(refuse(`git says: ${printed.stderr.trim() || `exit ${code}`}`));
    });
  });
}

function refuse(why: string): UsageError {
  return new UsageError(`--changed: ${why}`, [
    'it takes a git repository with a commit; without the option all documents are run',
  ]);
}
