import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { identifySelf, type ProcessIdentity } from '../../src/store/process-identity.ts';
import { findHolder, type LockAnswer, type RunLock, takeLock } from '../../src/store/run-lock.ts';

const makeFolder = (): string =>
  mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'lock-'));

function lockOf(answer: LockAnswer): RunLock {
  if (!answer.ok) throw new Error(`held by ${JSON.stringify(answer.holder)}`);
  return answer.lock;
}

describe('the lock of a run', () => {
  it('refuses a second one and names the first, until that is released', async () => {
    const state = makeFolder();
    const first = lockOf(await takeLock(state, '/doc.md', '/work'));
    first.name('7f3k');
    const second = await takeLock(state, '/doc.md', '/work');
    expect(second).toMatchObject({ ok: false, holder: { run: '7f3k', pid: process.pid } });
    expect(findHolder(state, '/doc.md', '/work')?.run).toBe('7f3k');
    first.release();
    lockOf(await takeLock(state, '/doc.md', '/work')).release();
    expect(readdirSync(join(state, 'locks'))).toEqual([]);
  });

  it.each([
    ['/other.md', '/work'],
    ['/doc.md', '/elsewhere'],
    ['/doc.md/work', ''],
  ])('does not mind a run of %s in %s', async (document, workdir) => {
    const state = makeFolder();
    lockOf(await takeLock(state, '/doc.md', '/work'));
    expect((await takeLock(state, document, workdir)).ok).toBe(true);
  });

  it('sees through symbolic links', async () => {
    const base = makeFolder();
    mkdirSync(join(base, 'real'));
    symlinkSync('real', join(base, 'link'));
    lockOf(await takeLock(base, join(base, 'real/doc.md'), join(base, 'real')));
    const other = await takeLock(base, join(base, 'link/doc.md'), join(base, 'link'));
    expect(other.ok).toBe(false);
  });

  it.each<[string, Partial<ProcessIdentity>]>([
    ['has ended', { pid: 2 ** 22 + 1 }],
    ['had its pid before another one', { started: 1 }],
    ['ran before the machine was started again', { boot: 'another' }],
  ])('is free again when its process %s', async (_, stale) => {
    const state = makeFolder();
    lockOf(await takeLock(state, '/doc.md', '/work'));
    const [folder = ''] = readdirSync(join(state, 'locks'));
    const [claim = ''] = readdirSync(join(state, 'locks', folder));
    const holder = { ...identifySelf(), ...stale, since: 'then', run: 'dead' };
    writeFileSync(join(state, 'locks', folder, claim), JSON.stringify(holder));
    expect((await takeLock(state, '/doc.md', '/work')).ok).toBe(true);
    expect(existsSync(join(state, 'locks', folder, claim))).toBe(false);
  });

  it('is free when what is left of it cannot be read', async () => {
    const state = makeFolder();
    lockOf(await takeLock(state, '/doc.md', '/work'));
    const [folder = ''] = readdirSync(join(state, 'locks'));
    const [claim = ''] = readdirSync(join(state, 'locks', folder));
    writeFileSync(join(state, 'locks', folder, claim), '{"pid":');
    expect((await takeLock(state, '/doc.md', '/work')).ok).toBe(true);
  });

  it('has one holder at most, however many ask at once', async () => {
    const state = makeFolder();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const answer = await takeLock(state, '/doc.md', '/work');
        if (answer.ok) answer.lock.name('won');
        return answer.ok;
      }),
    );
    expect(answers.filter((ok) => ok).length).toBeLessThanOrEqual(1);
    expect((await takeLock(state, '/doc.md', '/work')).ok).toBe(!answers.includes(true));
  });

  it('is private', async () => {
    const state = makeFolder();
    lockOf(await takeLock(state, '/doc.md', '/work'));
    const entries = readdirSync(state, { recursive: true, encoding: 'utf8' });
    const modes = entries.map((name) => (statSync(join(state, name)).mode & 0o777).toString(8));
    expect(modes).toEqual(['700', '700', '600']);
  });

  it('below a file is an engine error with a hint', async () => {
    const file = join(makeFolder(), 'file');
    writeFileSync(file, '');
    const error = await takeLock(join(file, 'state'), '/d', '/w').catch((caught) => caught);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({
      code: 'state-folder',
      hint: expect.stringContaining('--state-dir'),
    });
  });
});
