import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadLibrary } from '../../libraries/load.ts';
import type { Runbook } from '../../model/types.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { renderScript } from '../../report/bash/script.ts';
import { readProof, unproven } from '../../report/proof.ts';
import { renderPage, withoutStamps } from '../../report/reader-page.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { EXIT_FOUND } from '../exit-codes.ts';
import { openRunbook } from '../open-runbook.ts';
import type { Flags } from '../option-types.ts';
import type { Command } from '../program.ts';
import type { Terminal } from '../terminal.ts';

/** `runbook export DOC --to FORMAT`. */
export const exportCommand: Command = async ({ operands, flags }, terminal) => {
  checkFormat(flags.to);
  const { out, check } = flags;
  if (out !== undefined && check !== undefined) {
    throw new UsageError(
      '`--out` writes the page and `--check` only compares it: give one of them',
    );
  }
  const runbook = await openRunbook(operands[0] ?? '');
  checkScenario(runbook, flags);
  const target = out ?? check;
  const page =
    flags.to === 'bash'
      ? renderScript(runbook, flags.scenario)
      : renderPage(runbook, {
          folder: dirname(target ?? runbook.document.file),
          stampOf: flags.proof.length === 0 ? unproven : readProof(flags.proof, runbook.document),
        });
  if (check !== undefined) return compare(check, page, terminal);
  if (out === undefined) terminal.write(page);
  else write(out, page);
  return 0;
};

/** A page is of the whole document, a script of one way through it. */
function checkScenario({ config, document }: Runbook, { to, scenario }: Flags): void {
  if (scenario === undefined) return;
  if (to === 'markdown')
    throw new UsageError('`--scenario` is for `--to bash`: the page has all of the document');
  const names = config.scenarios.map(({ name }) => name);
  if (names.includes(scenario)) return;
  throw new UsageError(`--scenario ${scenario}: ${document.file} has no such scenario`, [
    names.length === 0 ? 'leave it out: there are none' : `it has ${names.join(', ')}`,
  ]);
}

function checkFormat(format: string | undefined): void {
  if (format === 'markdown' || format === 'bash') return;
  const hint = 'write `--to markdown` for the page for readers, or `--to bash` for a script';
  if (format === undefined) throw new UsageError('`export` needs a format', [hint]);
  throw new UsageError(`--to ${format}: there is no such format`, [hint]);
}

function write(path: string, page: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, page);
  } catch (error) {
    throw new UsageError(`--out ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

function compare(path: string, page: string, terminal: Terminal): number {
  const committed = withoutStamps(read(path));
  const fresh = withoutStamps(page);
  if (committed === fresh) return 0;
  const patch = loadLibrary('diff').createTwoFilesPatch(
    path,
    path,
    committed,
    fresh,
    'as it is',
    'as it would be',
  );
  terminal.write(`${patch.split('\n').slice(1).join('\n')}`);
  return EXIT_FOUND;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--check ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
