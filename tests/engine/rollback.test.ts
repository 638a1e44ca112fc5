import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  eventsOf,
  type InlineOptions,
  type InlineResult,
  runInline,
} from '../helpers/run-inline.ts';
import { resume } from '../runs/resuming.ts';

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
      ✔ Later    echo clean >>did                         ELAPSED
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
});
