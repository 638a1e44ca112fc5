import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { importDocument } from '../../dialects/open-dialect.ts';
import { readDocument } from '../../plan/read-document.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { describeProblems } from '../../report/problem-text.ts';
import { makeFolder } from '../../store/make-folder.ts';
import { EXIT_FOUND } from '../exit-codes.ts';
import type { Command } from '../program.ts';

/** `runbook import FILE --from DIALECT`. */
export const importCommand: Command = async ({ operands, flags }, terminal) => {
  const name = flags['from-dialect'];
  if (name === undefined) {
    throw new UsageError('`import` has to know what it reads', [
      'write `--from` with scrut, cram, mdx, runme, tesh or ie',
    ]);
  }
  const file = operands[0] ?? '';
  const { text, notes, errors } = importDocument(name, readDocument(file), file);
  for (const { line, message } of notes) terminal.complain(`${file}:${line} note ${message}\n`);
  if (flags.out === undefined) terminal.write(text);
  else write(flags.out, text);
  if (errors.length === 0) return 0;
  terminal.complain(`${describeProblems(errors, terminal.paint).join('\n')}\n`);
  return EXIT_FOUND;
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
