import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../helpers/paths.ts';
import { type InlineOptions, type InlineResult, runInline } from '../helpers/run-inline.ts';

export interface GuideOptions extends Pick<InlineOptions, 'env' | 'args' | 'timeoutMs'> {
  /** Where the guide works; a second run in the same folder finds what the first one left. */
  readonly workdir: string;
}

/** Text of a runbook of this project. */
export function readGuide(name: string): string {
  return readFileSync(join(ROOT, 'runbooks', name), 'utf8');
}

/** Runs one of the project's own runbooks with the built program. */
export function runGuide(name: string, options: GuideOptions): Promise<InlineResult> {
  const { workdir, args = [], ...rest } = options;
  return runInline(readGuide(name), { name, args: ['--workdir', workdir, ...args], ...rest });
}
