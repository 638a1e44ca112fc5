import type { PlanOptions } from '../plan/types.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { Flags } from './option-types.ts';

/**
 * The options of planning from the command line.
 *
 * @throws {@link UsageError} for a `--set` that is no `name=value`.
 */
export function readPlanOptions(flags: Flags): PlanOptions {
  return {
    selection: {
      only: flags.only,
      skip: flags.skip,
      ...(flags.scenario === undefined ? {} : { scenario: flags.scenario }),
      ...(flags.from === undefined ? {} : { from: flags.from }),
      ...(flags.until === undefined ? {} : { until: flags.until }),
    },
    set: new Map(flags.set.map(readAssignment)),
    ...(flags.params === undefined ? {} : { paramsFile: flags.params }),
    ...(flags['env-file'] === undefined ? {} : { envFile: flags['env-file'] }),
    ...(flags.workdir === undefined ? {} : { workdir: flags.workdir }),
    // Taken over once: every look into `process.env` searches through all of it.
    env: { ...process.env },
    cwd: process.cwd(),
  };
}

function readAssignment(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) {
    // What has no name may be a secret that was pasted, so it is not repeated.
    throw new UsageError('`--set` takes a name and a value: `--set port=8000`');
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}
