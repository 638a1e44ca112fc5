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

  it("shows uv's own error at its step when there is no network, and what helps", async () => {
    rmSync(join(workdir, '.venv'), { recursive: true });
    const offline = await runGuide('deployment.md', {
      workdir,
      timeoutMs: MINUTES,
      // Nobody listens on port 9 of the loopback interface.
      env: {
        HTTPS_PROXY: 'http://127.0.0.1:9',
        ALL_PROXY: 'http://127.0.0.1:9',
        UV_HTTP_RETRIES: '0',
      },
    });
    expect(offline.exitCode).toBe(1);
    expect(offline.stdout).toMatch(/✗ deployment\.md:\d+ {2}install · sync/);
    expect(offline.stdout).toMatch(/error: .*Failed to (download|fetch)/);
    expect(offline.stdout).toContain(
      'hint the network seems to be unreachable; a step whose downloads are cached already works offline',
    );
    expect(await offline.survivors()).toEqual([]);
  });
});
