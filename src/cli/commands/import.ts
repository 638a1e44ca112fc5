import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { unify } from '../../dialects/lowered-document.ts';
import { findDialect } from '../../dialects/registry.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { readDocument } from '../find-document.ts';
import type { Command } from '../program.ts';

/** `runbook import FILE --from DIALECT`. */
export const importCommand: Command = async ({ operands, flags }, terminal) => {
  const name = flags['from-dialect'];
  if (name === undefined) {
    throw new UsageError('`import` has to know what it reads', [
      'write `--from` with scrut, cram, mdx, runme, tesh or ie',
    ]);
  }
  const dialect = findDialect(name, '--from');
  const file = operands[0] ?? '';
  const { text, notes } = dialect.read({ file, text: unify(readDocument(file)) });
  for (const { line, message } of notes) terminal.complain(`${file}:${line} note ${message}\n`);
  if (flags.out === undefined) terminal.write(text);
  else write(flags.out, text);
  return 0;
};

/** Never over a document that somebody may have written on. */
function write(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new UsageError(`--out ${path}: is there already`, ['name another file, or remove it']);
    }
    throw new UsageError(`--out ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
