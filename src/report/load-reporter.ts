import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OWN_FILES } from '../own-files/beside.ts';
import { UsageError } from '../plan/usage-error.ts';
import type { ReportSink } from './kinds/create-runs-reporter.ts';
import { nameReporter, type ReporterContext, refuseReporter } from './own-reporter.ts';
import { messageOf } from './report-error.ts';
import type { Reporter } from './types.ts';

/** Where a reporter of one's own is, and what it writes to. */
export interface OwnReport {
  /** What stands behind `--report`. */
  readonly target: string;
  /** Path of the module, relative to `cwd`. */
  readonly module: string;
  readonly cwd: string;
  /** Absolute; absent where none was named. */
  readonly file?: string;
  readonly sink: ReportSink;
}

/**
 * Loads the reporter that a module's default export is, or makes.
 *
 * @throws {@link UsageError} when there is none.
 */
export async function loadReporter({
  target,
  module,
  cwd,
  file,
  sink,
}: OwnReport): Promise<Reporter> {
  const refuse = (what: string, hint: string): never => {
    throw new UsageError(`--report ${target}: ${what}`, [hint]);
  };
  const path = resolve(cwd, module);
  if (!existsSync(path)) refuse(`there is no file ${path}`, 'it is the path of an ES module');
  const { default: made } = await OWN_FILES.import(pathToFileURL(path).href).catch(
    (error: unknown) =>
      refuse(`cannot be loaded: ${messageOf(error)}`, 'it is the path of an ES module'),
  );
  const context: ReporterContext = {
    write: (text) => sink.write(text),
    ...(file === undefined ? {} : { file }),
  };
  const reporter: unknown = await make(made, context).catch((error: unknown) =>
    refuse(`has no reporter: its default export has thrown: ${messageOf(error)}`, EXAMPLE),
  );
  const why = refuseReporter(reporter);
  if (why !== undefined) refuse(`has no reporter as its default export: ${why}`, EXAMPLE);
  const own = nameReporter(reporter as Reporter, target);
  return {
    name: target,
    hooks: own.hooks,
    async close() {
      try {
        await own.close?.();
      } finally {
        sink.close();
      }
    },
  };
}

const EXAMPLE = "export default { hooks: { 'step-end': (event) => … } }";

/** What is exported, or what it makes when it is a function. */
async function make(made: unknown, context: ReporterContext): Promise<unknown> {
  return typeof made === 'function' ? made(context) : made;
}
