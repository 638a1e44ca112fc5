import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  eventsOf,
  type InlineOptions,
  type InlineResult,
  runInline,
  startInline,
} from '../helpers/run-inline.ts';
import { resume } from '../runs/resuming.ts';
import { withBlocks } from './blocks.ts';

const fence = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n`;

const DOCUMENT = `# Doc

## Install

${fence('bash install id=package', 'echo package >>did')}
${fence('bash rollback id=remove-package', 'echo remove-package >>did; echo removed')}
${fence('bash install id=data', 'echo data >>did')}
${fence('bash rollback id=remove-data', '${UNDO:-true}; echo remove-data >>did')}
## Start

${fence('bash run id=server', 'echo server >>did; ${START:-false}')}
${fence('bash test id=try', 'echo try >>did')}
${fence('bash rollback id=stop-server', 'echo stop-server >>did')}
## Later

${fence('bash run id=later', 'echo later >>did')}
${fence('bash rollback id=undo-later', 'echo undo-later >>did')}
${fence('bash cleanup id=clean', 'echo clean >>did')}`;

const run = (document: string, options: InlineOptions = {}): Promise<InlineResult> =>
  runInline(document, { args: ['--rollback'], ...options });

const did = ({ dir }: InlineResult): string[] =>
  readFileSync(join(dir, 'did'), 'utf8').trimEnd().split('\n');

describe('a rollback', () => {
  it('undoes what was started, the last of it first, before cleanup', async () => {
    const result = await run(DOCUMENT);
    expect(result.exitCode).toBe(1);
    expect(did(result)).toEqual([
      ...['package', 'data', 'server'],
      ...['stop-server', 'remove-data', 'remove-package', 'clean'],
    ]);
    const shown = result.stdout.slice(result.stdout.indexOf('Rollback'));
    expect(shown.replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'ELAPSED')).toMatchInlineSnapshot(`
      "Rollback
        ✔ stop-server  ELAPSED
        ✔ remove-data  ELAPSED
        ✔ remove-package  ELAPSED
          removed
      ✔ Later    echo clean >>did                    ELAPSED
      3 passed, 1 failed, 2 not reached in ELAPSED
      "
    `);
    expect(result.stdout).not.toContain('runbook resume');
    const refused = await resume(result.place);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('a rollback has run');
  });

  it('goes on when a step of it fails, which changes no exit code', async () => {
    const result = await run(DOCUMENT, { env: { UNDO: 'false' } });
    expect(result.exitCode).toBe(1);
    expect(did(result)).toEqual([
      ...['package', 'data', 'server'],
      ...['stop-server', 'remove-package', 'clean'],
    ]);
    const shown = result.stdout.slice(result.stdout.indexOf('  ✗ remove-data'));
    const [failure] = shown.split('  ✔ remove-package');
    expect(failure?.replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'ELAPSED')).toMatchInlineSnapshot(`
      "  ✗ remove-data  ELAPSED  not undone
           18      │ \${UNDO:-true}; echo remove-data >>did
          exited with 1; the step expects 0
      "
    `);
    expect(eventsOf(result.events, 'run-end')[0]?.summary.failed).toBe(1);
  });

  it.each<[string, InlineOptions, string]>([
    ['without the flag', { args: [] }, 'package data server clean'],
    ['when nothing fails', { env: { START: 'true' } }, 'package data server try later clean'],
  ])('does not happen %s', async (_, options, expected) => {
    const result = await run(DOCUMENT, options);
    expect(did(result).join(' ')).toBe(expected);
  });

  it('is refused before anything runs where something could not be undone', async () => {
    const result = await run(DOCUMENT.replace(/```bash rollback id=stop-server[^`]*```/, ''));
    expect(result.exitCode).toBe(2);
    expect(existsSync(join(result.dir, 'did'))).toBe(false);
    expect(result.stderr).toMatchInlineSnapshot(`
      "error --rollback: doc.md:23: nothing undoes \`server\` (run)
        hint write a \`rollback\` block after it, under the same heading, or leave \`--rollback\` out
      "
    `);
  });

  it('runs although the time of the run is over', async () => {
    const result = await run(DOCUMENT, {
      args: ['--rollback', '--timeout', '500ms'],
      env: { START: 'sleep 987' },
    });
    expect(result.exitCode).toBe(1);
    expect(did(result).slice(-4)).toEqual([
      'stop-server',
      'remove-data',
      'remove-package',
      'clean',
    ]);
    expect(await result.survivors()).toEqual([]);
  });

  it('has time of its own: that of the run does not end it', async () => {
    const result = await run(DOCUMENT, {
      args: ['--rollback', '--timeout', '3s'],
      env: { UNDO: 'sleep 4' },
    });
    expect(result.exitCode).toBe(1);
    expect(did(result).slice(-4)).toEqual([
      'stop-server',
      'remove-data',
      'remove-package',
      'clean',
    ]);
  });

  it('is ended by a signal, and says what it has not undone', async () => {
    const one = startInline(DOCUMENT, {
      args: ['--rollback'],
      env: { UNDO: 'eval touch undoing; sleep 987' },
    });
    await vi.waitFor(() => expect(existsSync(join(one.dir, 'undoing'))).toBe(true), 40_000);
    one.kill('SIGINT');
    const result = await one.result;
    expect(result.exitCode).toBe(130);
    expect(did(result)).toEqual(['package', 'data', 'server', 'stop-server', 'clean']);
    const shown = result.stdout.slice(result.stdout.indexOf('Rollback'));
    expect(shown.replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'ELAPSED')).toMatchInlineSnapshot(`
      "Rollback
        ✔ stop-server  ELAPSED
      SIGINT: stopping; once more kills everything at once
        ■ remove-data  ELAPSED  interrupted, not undone
      ✔ Later    echo clean >>did                    ELAPSED
      the rollback was interrupted; not run to their end: \`remove-data\`, \`remove-package\`
      interrupted by SIGINT
      3 passed, 1 failed, 2 not reached in ELAPSED
      "
    `);
    expect(await result.survivors()).toEqual([]);
  });

  it('stops the background steps in their place among what it undoes', async () => {
    const document = `# Doc

## Install

${fence('bash install id=package', 'touch package')}
${fence('bash rollback id=remove-package', 'kill -0 "$(cat pid)" 2>/dev/null && echo up || echo gone')}
## Start

${fence('bash run id=server background ready=file:up', 'echo $$ >pid; touch up; exec sleep 987')}
${fence('bash rollback id=empty-server', 'kill -0 "$(cat pid)" 2>/dev/null && echo up || echo gone')}
## Try

${fence('bash test', 'false')}`;
    const { logs, events, survivors } = withBlocks(await run(document));
    expect(logs).toMatchObject({ 'empty-server': 'up\n', 'remove-package': 'gone\n' });
    expect(eventsOf(events, 'background-stopped')).toMatchObject([{ step: 'server', why: 'end' }]);
    expect(await survivors()).toEqual([]);
  });

  it('may itself end a background step, which then has not failed', async () => {
    const document = `# Doc

${fence('bash run id=server background ready=file:up', 'echo $$ >pid; touch up; exec sleep 987')}
${fence('bash rollback id=stop', 'kill "$(cat pid)"; while kill -0 "$(cat pid)" 2>/dev/null; do sleep 0.05; done')}
${fence('bash test id=try', 'false')}
${fence('bash rollback id=tidy', 'true')}`;
    const result = await run(document);
    expect(result.exitCode).toBe(1);
    expect(eventsOf(result.events, 'background-died')).toEqual([]);
    expect(eventsOf(result.events, 'run-end')[0]?.summary).toMatchObject({ passed: 1, failed: 1 });
    expect(result.stdout).not.toContain('✗ server');
  });
});

describe('a run that fails without --rollback', () => {
  const lastLines = ({ stdout, stderr }: InlineResult): string[] =>
    `${stdout}${stderr}`.split('\n').filter((line) => line.includes(' --rollback'));

  it('says what to type, where it could be undone and was not cleaned up', async () => {
    const result = await run(DOCUMENT.replace(/```bash cleanup[^`]*```/, ''), { args: [] });
    const [id] = eventsOf(result.events, 'run-start').map((start) => start.run);
    expect(lastLines(result)).toEqual([
      `or   runbook resume ${id} --rollback: what was done is undone, should it fail again`,
    ]);
    const resumed = await resume(result.place, ['--rollback']);
    expect(resumed.exitCode).toBe(1);
    expect(did(result).slice(-3)).toEqual(['stop-server', 'remove-data', 'remove-package']);
  });

  it('says what to type where it has to be run again', async () => {
    const result = await run(DOCUMENT, { args: ['--timeout', '40s', '--color=never'] });
    expect(lastLines(result)).toEqual([
      `next runbook run doc.md --report jsonl=${result.place.report} --timeout 40s --color=never --rollback: what was done is undone, should it fail again`,
    ]);
  });

  it.each<[string, string, InlineOptions]>([
    [
      'where something could not be undone',
      DOCUMENT.replace(/```bash rollback id=undo-later[^`]*```/, ''),
      {},
    ],
    ['where nothing fails', DOCUMENT, { env: { START: 'true' } }],
    ['where it was undone', DOCUMENT, { args: ['--rollback'] }],
    ['where nothing was done', `${fence('bash require', 'false')}\n${DOCUMENT}`, {}],
  ])('says nothing of it %s', async (_, document, options) => {
    expect(lastLines(await run(document, { args: [], ...options }))).toEqual([]);
  });
});
