import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MemoryTexts } from '../../src/session/targets/local/memory-texts.ts';

/** What a bash does that sources the file. */
const source = (path: string | undefined): string =>
  execFileSync('bash', ['-c', '. "$1"', 'bash', path ?? 'no path'], {
    encoding: 'utf8',
    stdio: 'pipe',
  });

describe('a text that is held in memory', () => {
  it('is sourced as often as wanted, until the next one of its name, which may be shorter', () => {
    const texts = new MemoryTexts();
    const long = texts.hold('step', `echo ${'long '.repeat(50_000)}\n`);
    expect(source(long)).toHaveLength(5 * 50_000);
    expect(source(long)).toHaveLength(5 * 50_000);
    const other = texts.hold('restore', 'echo other\n');
    expect(source(texts.hold('step', 'echo short\n'))).toBe('short\n');
    expect(source(other)).toBe('other\n');
    texts.close();
  });

  it('has no name that others could list, and is gone when it is closed', () => {
    const texts = new MemoryTexts();
    const path = texts.hold('step', 'echo secret\n');
    expect(readdirSync('/dev/shm').filter((name) => name.startsWith('runbook-'))).toEqual([]);
    texts.close();
    expect(() => source(path)).toThrow('Command failed');
  });

  it.each([
    ['there is no such file system', new MemoryTexts('/nowhere')],
    ['processes do not see the descriptors of others', new MemoryTexts('/dev/shm', '/nowhere')],
  ])('has no path where %s, however often it is asked for, and leaves nothing open', (_, texts) => {
    const open = readdirSync('/proc/self/fd').length;
    expect(texts.hold('step', ':')).toBeUndefined();
    expect(texts.hold('step', ':')).toBeUndefined();
    expect(readdirSync('/proc/self/fd')).toHaveLength(open);
    texts.close();
  });
});
