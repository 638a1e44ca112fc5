import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BeginCounter } from '../../src/session/begin-counter.ts';

/** A counter, and what a shell does when it begins with a step. */
function makeCounter() {
  const pipe = join(
    mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'begun-')),
    'begun',
  );
  execFileSync('bash', ['-c', 'mkfifo -- "$0"', pipe]);
  const counter = new BeginCounter(pipe);
  // As the shell opens it; where nobody reads, a full pipe is an error instead of a wait.
  const begin = (step: number): void => {
    const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeSync(fd, `${step}\n`);
    closeSync(fd);
  };
  return { counter, begin };
}

describe('whether a shell has begun with a step', () => {
  it('is known after more steps than fit into the pipe', () => {
    const { counter, begin } = makeCounter();
    for (let i = 0; i < 20_000; i++) begin(counter.next());
    expect(counter.hasBegun()).toBe(true);
    counter.next();
    expect(counter.hasBegun()).toBe(false);
    counter.close();
  });

  it('is known when it could not say so for an earlier one', () => {
    const { counter, begin } = makeCounter();
    counter.next();
    expect(counter.hasBegun()).toBe(false);
    begin(counter.next());
    expect(counter.hasBegun()).toBe(true);
    expect(counter.hasBegun()).toBe(true);
    counter.close();
  });
});
