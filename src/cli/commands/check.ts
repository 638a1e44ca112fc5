import { join } from 'node:path';
import type { Problem } from '../../document/problem.ts';
import type { Coverage } from '../../model/types.ts';
import { searchInterpreters } from '../../plan/interpreters.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { describeCount, describeProblems } from '../../report/problem-text.ts';
import { countOf } from '../../report/visible.ts';
import { EXIT_FOUND } from '../exit-codes.ts';
import { findDocument, isFolder, listDocuments, listMarkdown } from '../find-document.ts';
import { readRunbook } from '../open-runbook.ts';
import type { Command } from '../program.ts';
import type { Terminal } from '../terminal.ts';

interface Checked {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** `null` when errors keep the document from being understood. */
  readonly coverage: Coverage | null;
}

/** `runbook check [FILE…]`. */
export const checkCommand: Command = async ({ operands, flags }, terminal) => {
  const files = await findFiles(operands);
  const checked = files.map(checkDocument);
  for (const one of checked) print(one, flags.quiet, terminal);
  const problems = checked.flatMap((one) => one.problems);
  const isBad = ({ severity }: Problem): boolean => severity === 'error' || flags.strict;
  const documents = countOf(files.length, 'document');
  const found = problems.length === 0 ? 'nothing found' : describeCount(problems);
  terminal.write(`${documents} checked: ${found}\n`);
  return problems.some(isBad) ? EXIT_FOUND : 0;
};

async function findFiles(operands: readonly string[]): Promise<string[]> {
  const found: string[] = operands.length === 0 ? listDocuments() : [];
  for (const operand of operands) {
    if (isFolder(operand))
      found.push(...listMarkdown(operand, true).map((name) => join(operand, name)));
    else found.push(await findDocument(operand));
  }
  if (found.length > 0) return [...new Set(found)];
  const where = operands.length === 0 ? '`.`, `runbooks/` and `docs/`' : operands.join(', ');
  throw new UsageError(`there is no Markdown file in ${where}`, ['name the files to check']);
}

function checkDocument(file: string): Checked {
  const { runbook, problems, steps } = readRunbook(file);
  if (runbook === null) return { file, problems, coverage: null };
  const place = { path: runbook.config.env['PATH'] ?? process.env['PATH'], cwd: process.cwd() };
  const missing = searchInterpreters(file, steps, place).problems;
  const all = [...problems, ...missing].sort((a, b) => a.line - b.line || a.column - b.column);
  return { file, problems: all, coverage: runbook.coverage };
}

function print({ file, problems, coverage }: Checked, quiet: boolean, terminal: Terminal): void {
  if (problems.length > 0) {
    terminal.write(`${describeProblems(problems, terminal.paint).join('\n')}\n`);
  }
  if (!quiet && coverage !== null) terminal.write(`${file}: ${describeCoverage(coverage)}\n`);
}

function describeCoverage({ fences, run, inert }: Coverage): string {
  if (fences === 0) return 'no fences';
  if (run === 0) return `no tagged block in ${countOf(fences, 'fence')}`;
  const share = Math.round((run / fences) * 100);
  const rest = fences - run - inert;
  return [
    `${run} of ${countOf(fences, 'fence')} run (${share}%)`,
    inert > 0 ? `${inert} inert` : '',
    rest > 0 ? `${rest} only shown` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
