import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, type InlineResult } from '../helpers/run-inline.ts';
import { runGuide } from './run-guide.ts';

const MINUTES = 60_000;

/** The guide is run as its reader runs it; the tests look at what came of it. */
describe('runbooks/deployment.md', () => {
  const workdir = mkdtempSync(join(tmpdir(), 'soni-'));
  let first: InlineResult;
  let second: InlineResult;

  beforeAll(async () => {
    first = await runGuide('deployment.md', { workdir, timeoutMs: 10 * MINUTES });
    second = await runGuide('deployment.md', { workdir, timeoutMs: 5 * MINUTES });
  }, 15 * MINUTES);
  afterAll(() => rmSync(workdir, { recursive: true, force: true }));

  it('deploys Soni from nothing, and passes', () => {
    expect(`${first.stdout}${first.stderr}`).not.toContain('✗');
    expect(first.exitCode).toBe(0);
  });

  it('passes a second time in the same folder', () => {
    expect(`${second.stdout}${second.stderr}`).not.toContain('✗');
    expect(second.exitCode).toBe(0);
  });

  it('leaves nothing running', async () => {
    expect(await first.survivors()).toEqual([]);
    expect(await second.survivors()).toEqual([]);
  });

  it('runs every step of the Quick Start, a provider with an account aside', () => {
    const skipped = eventsOf(first.events, 'step-end').filter(
      ({ verdict }) => verdict.status !== 'passed',
    );
    expect(skipped.map(({ step, verdict }) => `${step} ${verdict.status}`)).toMatchInlineSnapshot(`
      [
        "key skipped",
      ]
    `);
  });

  it('stops every server that it starts, by its signal and not by force', () => {
    const started = eventsOf(first.events, 'run-start')[0]?.steps.filter((step) => step.background);
    const stopped = eventsOf(first.events, 'background-stopped');
    expect(stopped.map(({ step }) => step).sort()).toEqual(started?.map(({ id }) => id).sort());
    expect(stopped.filter(({ killed }) => killed)).toEqual([]);
  });
});
