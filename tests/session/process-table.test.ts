import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { isStartedSince, presentMoment, readTick } from '../../src/session/process-table.ts';

describe('a moment', () => {
  it('is read in whole ticks, whatever binary fractions make of the seconds', () => {
    const wrong = Array.from({ length: 300_000 }, (_, tick) => tick).filter(
      (tick) => readTick(`${(tick / 100).toFixed(2)} 21825.01\n`) !== tick,
    );
    expect(wrong).toEqual([]);
  });

  it('is 0 where the system does not tell', () => {
    expect(readTick('')).toBe(0);
  });

  it.each([
    ['a later tick', { pid: 5, started: 101 }, true],
    ['an earlier tick', { pid: 900, started: 99 }, false],
    ['the same tick, with a later pid', { pid: 701, started: 100 }, true],
    ['the same tick, with that pid', { pid: 700, started: 100 }, false],
    ['the same tick, with an earlier pid', { pid: 699, started: 100 }, false],
    ['the same tick, with a pid from before they began anew', { pid: 32_767, started: 100 }, false],
  ])('is told from the start of a process in %s', (_, entry, expected) => {
    expect(isStartedSince(entry, { tick: 100, pid: 700 })).toBe(expected);
  });

  it('is told when pids began anew in its tick', () => {
    expect(isStartedSince({ pid: 301, started: 100 }, { tick: 100, pid: 32_760 })).toBe(true);
  });

  it('takes all of its tick for later where pids are not known', () => {
    expect(isStartedSince({ pid: 20_000, started: 100 }, { tick: 100, pid: 0 })).toBe(true);
  });

  it('has every process before it that was started before, and every other one after it', () => {
    const started = (): { pid: number; started: number } => {
      const { stdout } = spawnSync('cat', ['/proc/self/stat'], { encoding: 'utf8' });
      const fields = stdout.slice(stdout.lastIndexOf(')') + 2).split(' ');
      return { pid: Number.parseInt(stdout, 10), started: Number(fields[19]) };
    };
    for (let round = 0; round < 50; round++) {
      const before = started();
      const moment = presentMoment();
      expect([before, started()].map((entry) => isStartedSince(entry, moment))).toEqual([
        false,
        true,
      ]);
    }
  });
});
