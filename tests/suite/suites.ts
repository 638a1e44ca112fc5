/** What the tests of suites have in common. */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type InlineOptions,
  type InlineResult,
  type Place,
  runInline,
} from '../helpers/run-inline.ts';

/** Runs `test` in a folder with these files. */
export function test(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  options: InlineOptions = {},
): Promise<InlineResult> {
  return runInline('', { command: 'test', name: null, files, args, ...options });
}

/** A document with one step. */
export function one(code: string, settings = ''): string {
  const head = settings === '' ? '' : `---\nrunbook: {${settings}}\n---\n`;
  return `${head}# One\n\n\`\`\`bash test id=a\n${code}\n\`\`\`\n`;
}

/** What was printed, without what differs from run to run. */
export function settle(stdout: string): string {
  return stdout
    .replaceAll(/\b\d+(\.\d+)?m?s\b/g, 'TIME')
    .replaceAll(/^slowest: .*\n/gm, '')
    .replaceAll(/(log +).*\/(\d)/g, '$1FOLDER/$2');
}

/** The ids of the runs that are on record. */
export function keptRuns(place: Place): string[] {
  return readdirSync(join(place.stateDir, 'runbook/tests/runs'));
}

/** A folder outside of those that a suite makes. */
export function scratch(): string {
  return mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'scratch-'));
}
