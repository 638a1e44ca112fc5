import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../src/document/parse.ts';
import { loadRunbook } from '../../src/model/load.ts';
import { eventsOf, type InlineResult } from '../helpers/run-inline.ts';
import { readGuide, runGuide } from './run-guide.ts';

const MINUTES = 60_000;

/** The Quick Start that nobody had run: it has to go on failing, and for its own reason. */
describe('runbooks/as-written.md', () => {
  const workdir = mkdtempSync(join(tmpdir(), 'as-written-'));
  const text = readGuide('as-written.md');
  let result: InlineResult;

  beforeAll(async () => {
    result = await runGuide('as-written.md', { workdir, timeoutMs: 8 * MINUTES });
  }, 8 * MINUTES);
  afterAll(() => rmSync(workdir, { recursive: true, force: true }));

  it('fails at the step that its front matter names, and at no other', () => {
    const { runbook } = loadRunbook(parseMarkdown(text, 'as-written.md'));
    const failed = eventsOf(result.events, 'step-end').filter(
      ({ verdict }) => verdict.status === 'failed',
    );
    expect(result.exitCode).toBe(1);
    expect(failed.map(({ step }) => step)).toEqual([runbook?.config.test.expectFail]);
  });

  it("shows Soni's own error at the document's line", () => {
    const line = text.split('\n').findIndex((one) => one.startsWith('uv run uvicorn')) + 1;
    expect(result.stdout).toMatch(new RegExp(`^ +${line} .*uv run uvicorn`, 'm'));
    expect(result.stdout).toContain('IndexError: list index out of range');
    expect(result.stdout).toContain('Application startup failed. Exiting.');
  });

  it('leaves nothing running', async () => {
    expect(await result.survivors()).toEqual([]);
  });
});
