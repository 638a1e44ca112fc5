import { isUtf8 } from 'node:buffer';
import { type CheckedDocument, checkDocument } from '../../check/check-document.ts';
import { createCheckHost } from '../../check/check-host.ts';
import { NO_FENCES } from '../../check/coverage.ts';
import type { CheckHost } from '../../check/types.ts';
import { parseMarkdown } from '../../document/parse.ts';
import type { Problem } from '../../document/problem.ts';
import { readBytes } from '../../plan/read-document.ts';
import { UsageError } from '../../plan/usage-error.ts';
import { describeAnnotation } from '../../report/check-github.ts';
import { describeAsJson } from '../../report/check-json.ts';
import { describeChecked, describeTotal } from '../../report/check-text.ts';
import { EXIT_FOUND } from '../exit-codes.ts';
import { findDocuments } from '../find-documents.ts';
import type { Flags } from '../option-types.ts';
import type { Command } from '../program.ts';
import type { Terminal } from '../terminal.ts';

const FORMATS = ['pretty', 'json', 'github'] as const;
type Format = (typeof FORMATS)[number];

interface Outcome {
  readonly checked: CheckedDocument;
  /** The document as it is now. */
  readonly text: string;
  readonly fixed: number;
}

/** `runbook check [GLOB…]`. */
export const checkCommand: Command = async ({ operands, flags }, terminal) => {
  const format = readFormat(flags.format);
  const files = await findDocuments(operands);
  const host = createCheckHost({
    path: process.env['PATH'],
    cwd: process.cwd(),
    external: flags.external,
  });
  const outcomes: Outcome[] = [];
  for (const file of files) {
    const outcome = await checkFile(file, flags.fix, host);
    outcomes.push(outcome);
    if (format !== 'json') print(outcome, format, flags, terminal);
  }
  const documents = outcomes.map(({ checked }) => checked);
  const fixed = outcomes.reduce((sum, one) => sum + one.fixed, 0);
  if (format === 'json') {
    terminal.write(`${JSON.stringify(describeAsJson(documents, fixed), null, 2)}\n`);
  } else terminal.write(`${describeTotal(documents, fixed).join('\n')}\n`);
  const isBad = ({ severity }: Problem): boolean => severity === 'error' || flags.strict;
  return documents.some(({ problems }) => problems.some(isBad)) ? EXIT_FOUND : 0;
};

function readFormat(format: string | undefined): Format {
  const known = FORMATS.find((name) => name === (format ?? 'pretty'));
  if (known !== undefined) return known;
  throw new UsageError(`--format ${format}: is none of \`pretty\`, \`json\`, \`github\``);
}

async function checkFile(file: string, fix: boolean, host: CheckHost): Promise<Outcome> {
  const bytes = readBytes(file);
  if (!isUtf8(bytes)) return { checked: refuseBytes(file, bytes), text: '', fixed: 0 };
  const text = bytes.toString('utf8');
  if (!fix)
    return { checked: await checkDocument(parseMarkdown(text, file), host), text, fixed: 0 };
  const { mendDocument } = await import('../mend-document.ts');
  const mended = await mendDocument(file, text, host);
  return { checked: mended.checked, text: mended.text, fixed: mended.count };
}

/** The rest of the documents can be checked nevertheless. */
function refuseBytes(file: string, bytes: Uint8Array): CheckedDocument {
  const before = new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
  const lines = before.split(/\r\n?|\n/);
  const problem: Problem = {
    rule: 'not-text',
    severity: 'error',
    file,
    line: lines.length,
    column: (lines.at(-1) ?? '').length + 1,
    length: 0,
    message: 'the document is not UTF-8 text',
    hint: 'save it in UTF-8',
  };
  return { file, problems: [problem], coverage: NO_FENCES, notes: [] };
}

function print({ checked, text }: Outcome, format: Format, flags: Flags, terminal: Terminal): void {
  if (format === 'github') {
    const lines = checked.problems.map(describeAnnotation);
    if (lines.length > 0) terminal.write(`${lines.join('\n')}\n`);
    return;
  }
  if (flags.quiet && checked.problems.length === 0) return;
  const source = (): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const lines = describeChecked(checked, terminal.paint, source, flags.quiet);
  terminal.write(`${lines.join('\n')}\n`);
}
