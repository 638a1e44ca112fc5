import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/paths.ts';
import {
  eventsOf,
  type InlineOptions,
  type InlineResult,
  runInline,
} from '../helpers/run-inline.ts';

const run = (options: InlineOptions): Promise<InlineResult> =>
  runInline(readFileSync(join(ROOT, 'runbooks/troubleshooting.md'), 'utf8'), {
    name: 'troubleshooting.md',
    ...options,
  });

describe('the guide that breaks on purpose', () => {
  it('fails where it says, finds the one cause, and is undone', async () => {
    const result = await run({ args: ['--rollback'] });
    expect(result.exitCode, result.stdout).toBe(1);
    const failed = eventsOf(result.events, 'step-end').filter(
      ({ verdict }) => verdict.status === 'failed',
    );
    expect(failed.map(({ step }) => step)).toEqual(['server', 'greeting-is-given']);
    expect(eventsOf(result.events, 'diagnosed')).toMatchObject([
      { step: 'server', causes: ['greeting-is-given'] },
    ]);
    expect(result.stdout).toContain('● likely cause: greeting-is-given');
    expect(eventsOf(result.events, 'rollback')).toMatchObject([
      { steps: ['server-leaves-nothing', 'remove-settings'] },
    ]);
    expect(result.stdout).toContain("removed 'greeter/settings'");
    expect(await result.survivors()).toEqual([]);
  });

  it('passes when it is repaired as it says', async () => {
    const result = await run({ args: ['--set', 'greeting=hello'] });
    expect(result.exitCode, result.stdout).toBe(0);
    expect(eventsOf(result.events, 'diagnosis')).toEqual([]);
    expect(await result.survivors()).toEqual([]);
  });
});
