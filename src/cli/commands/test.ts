import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../engine/events.ts';
import { forwardSignals } from '../../engine/forward-signals.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { createReports } from '../../report/create-reports.ts';
import { createDispatcher, type Dispatcher } from '../../report/dispatch.ts';
import { createPlainReporter } from '../../report/plain.ts';
import { describeSuite } from '../../report/suite-summary.ts';
import { describeDocument, describeRemark, type SuiteView } from '../../report/suite-text.ts';
import { measureAscii } from '../../report/width.ts';
import { readJournal } from '../../runs/read-journal.ts';
import { keepChanged } from '../../suite/changed-files.ts';
import { checkSet } from '../../suite/check-set.ts';
import { suiteExitCode } from '../../suite/exit-code.ts';
import { startSuite } from '../../suite/run-suite.ts';
import { pickShard, readShard } from '../../suite/shard.ts';
import { listEvents } from '../../suite/suite-events.ts';
import type { DocumentResult, SuiteOptions } from '../../suite/types.ts';
import { VERSION } from '../../version.ts';
import { isFolder } from '../find-document.ts';
import { findDocuments } from '../find-documents.ts';
import type { Flags } from '../option-types.ts';
import type { Command } from '../program.ts';
import { ReportFailures } from '../report-failures.ts';
import { readSuiteOptions } from '../suite-options.ts';
import type { Terminal } from '../terminal.ts';

const EXIT_NOTHING = 3;

/** `runbook test [GLOB…]`. */
export const testCommand: Command = async ({ operands, flags }, terminal) => {
  const { dialect, words } = await readDialect(operands, flags);
  const options = { ...readSuiteOptions(flags), ...dialect };
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const failures = new ReportFailures(terminal);
  const dispatcher = createDispatcher(await createReports(flags.report, terminal), (error) =>
    failures.add(error),
  );
  const all = await findWanted(words, flags, options.cwd);
  const files = shard === undefined ? all : pickShard(all, shard);
  if (files.length === 0) {
    terminal.write(`${describeNone(all.length, flags)}, which is not a pass\n`);
    return EXIT_NOTHING;
  }
  checkSet(files, options.set, options.cwd);
  const code = await runFiles(files, options, flags, terminal, dispatcher);
  return failures.settle(code);
};

async function runFiles(
  files: readonly string[],
  options: SuiteOptions,
  flags: Flags,
  terminal: Terminal,
  dispatcher: Dispatcher,
): Promise<number> {
  const { paint } = terminal;
  const nameWidth = Math.max(...files.map((file) => file.length));
  const view: SuiteView = { paint, nameWidth, quiet: flags.quiet };
  const kept: string[] = [];
  const suite = startSuite(files, options, (result) => {
    show(result, view, flags, terminal);
    if (flags.report.length > 0)
      for (const event of listEvents(result, VERSION, describeRemark(result)))
        dispatcher.emit(event);
    const passed = listPassed(result);
    // Reports may still read what was printed.
    if (flags.report.length > 0) kept.push(...passed);
    else removeRecords(passed);
  });
  const release = forwardSignals(suite);
  try {
    const result = await suite.result;
    const exitCode = suiteExitCode(result);
    const jobs = Math.min(options.jobs, files.length);
    terminal.write(`\n${describeSuite(result, jobs, exitCode, paint).join('\n')}\n`);
    return exitCode;
  } finally {
    release();
    await dispatcher.close();
    removeRecords(kept);
  }
}

/** The documents that are meant: those named, or the documentation. */
async function findWanted(
  operands: readonly string[],
  flags: Flags,
  cwd: string,
): Promise<readonly string[]> {
  const found = operands.some((word) => !word.startsWith('!'))
    ? await findDocuments(operands).catch((error: unknown) => explain(error, flags))
    : await findDocumentation(operands);
  return flags.changed === undefined ? found : keepChanged(found, flags.changed, cwd);
}

/** A word behind `--changed` is none of its own. */
function explain(error: unknown, { changed }: Flags): never {
  if (changed !== '' || !(error instanceof UsageError)) throw error;
  const hint = 'what documents are compared with is written behind a `=`: `--changed=REF`';
  throw new UsageError(error.message, [...error.hints, hint]);
}

async function findDocumentation(excluded: readonly string[]): Promise<readonly string[]> {
  const places = ['README.md', 'docs'].filter((path) => existsSync(path));
  if (places.length > 0) return findDocuments([...places, ...excluded]);
  throw new UsageError('there is neither a README.md nor a folder docs/ here', [
    'name what is meant: runbook test GLOB…',
  ]);
}

function describeNone(found: number, { shard, changed }: Flags): string {
  if (found > 0) return `part ${shard} has none of the ${found} documents`;
  const since = changed === '' ? 'the last commit' : `\`${changed}\``;
  return `no document has changed since ${since}`;
}

/** Shows a document; all its steps where more than the result is wanted. */
function show(result: DocumentResult, view: SuiteView, flags: Flags, terminal: Terminal): void {
  const events = (): readonly (readonly RunEvent[])[] =>
    result.attempts.map(({ runFolder }) => readJournal(runFolder));
  if (flags.verbose && !flags.quiet) {
    const screen = createPlainReporter({
      ...terminal,
      verbosity: 'verbose',
      widthOf: measureAscii,
    });
    const dispatcher = createDispatcher([screen], (error) => terminal.complain(`${error}\n`));
    for (const event of events().flat()) dispatcher.emit(event);
  }
  const all = describeDocument(result, events, view);
  // Documents of other tools are run as they are, and not written to.
  const lines =
    flags.dialect === undefined ? all : all.filter((line) => !/ runbook update /.test(line));
  if (lines.length > 0) terminal.write(`${lines.join('\n')}\n`);
  if (!view.quiet)
    for (const { line, message } of result.dropped ?? [])
      terminal.complain(`${result.file}:${line} note ${message}\n`);
}

/** Patterns in the place of folders, which stand for the Markdown in them. */
function placePatterns(operands: readonly string[], ending: string): readonly string[] {
  const all = operands.some((word) => !word.startsWith('!')) ? operands : ['.', ...operands];
  return all.map((word) => (isFolder(word) ? join(word, `**/*${ending}`) : word));
}

/** What reads the documents, where they are those of another tool. */
async function readDialect(
  operands: readonly string[],
  { dialect: name }: Flags,
): Promise<{ dialect: Pick<SuiteOptions, 'dialect'>; words: readonly string[] }> {
  if (name === undefined) return { dialect: {}, words: operands };
  const { openDialect } = await import('../../dialects/open-dialect.ts');
  const { dialect, read } = openDialect(name);
  return {
    dialect: { dialect: read },
    words: dialect.ending === '.md' ? operands : placePatterns(operands, dialect.ending),
  };
}

/** Nobody needs the records of runs that passed. */
function listPassed({ attempts, outcome }: DocumentResult): string[] {
  const isWanted = outcome.status !== 'passed' && outcome.status !== 'nothing';
  return isWanted ? [] : attempts.map(({ runFolder }) => runFolder);
}

function removeRecords(folders: readonly string[]): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
