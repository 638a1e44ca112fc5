import { lowerCramLine } from './cram-lines.ts';
import { Draft } from './draft.ts';
import { writeFrontMatter } from './front-matter.ts';
import { keepLenient } from './shell-step.ts';
import { describeSkip, TEST_ENVIRONMENT, testFolder } from './test-folder.ts';
import { type Entry, splitTranscript } from './transcript.ts';
import type { Dialect, DialectSource, Lowering } from './types.ts';

const INDENT = '  ';
const SKIPS = /(?:^|[\s;&|(])exit 80\b/;

/** Test files of Cram: prose, and indented commands with their output. */
export const cram: Dialect = { name: 'cram', summary: 'test files of Cram', ending: '.t', read };

function read(source: DialectSource): Lowering {
  const draft = new Draft('cram', source);
  const folder = testFolder(source, draft);
  draft.begin(writeFrontMatter({}, { env: { ...TEST_ENVIRONMENT, ...folder } }));
  const lines = source.text.replace(/\n$/, '').split('\n');
  const skips: Skips = { lines: new Set(), told: source.folder === undefined };
  let next = 0;
  while (next < lines.length) {
    const text = lines[next] ?? '';
    if (!text.startsWith(INDENT)) {
      next++;
      if (text === '') draft.gap(next);
      else draft.text(toProse(text), next);
      continue;
    }
    const end = lines.findIndex((line, index) => index > next && !line.startsWith(INDENT));
    const stop = end < 0 ? lines.length : end;
    const block = lines.slice(next, stop).map((line) => line.slice(INDENT.length));
    writeBlock(draft, block, next + 1, skips);
    next = stop;
  }
  if (skips.lines.size > 0) draft.skip = { code: 80, lines: skips.lines };
  return draft.finish();
}

/** Steps that may end the test with 80. */
interface Skips {
  readonly lines: Set<number>;
  /** Whether that has to be said: nothing but a suite knows of it. */
  readonly told: boolean;
}

function writeBlock(draft: Draft, block: readonly string[], first: number, skips: Skips): void {
  const { before, entries } = splitTranscript(block, first, { prompts: ['$'], exit: 'last' });
  draft.gap(first - 1);
  if (before.length > 0) {
    draft.note(first, 'indented lines that no command stands above are no output of one here');
    draft.fence({ info: 'text no-check', body: before, line: first });
    draft.gap(first);
  }
  for (const entry of entries) writeEntry(draft, entry, skips);
}

function writeEntry(draft: Draft, entry: Entry, skips: Skips): void {
  const { code, line, output, outputLine, exit = 0 } = entry;
  if (code.some((text) => SKIPS.test(text))) {
    skips.lines.add(line - 1);
    if (skips.told) draft.note(line, describeSkip(80));
  }
  if (code.some((text) => /^\s*(set|trap) /.test(text)))
    draft.note(line, 'options of `set` and traps end with the step here');
  draft.fence({
    info: exit === 0 ? 'bash test' : `bash test exit=${exit}`,
    ...keepLenient(code),
    line,
  });
  draft.gap(outputLine - 1);
  const lines = output.map((text, index) => {
    const lowered = lowerCramLine(text);
    if (lowered.note !== undefined) draft.note(outputLine + index, lowered.note);
    return lowered.line;
  });
  const keeps = lines.some((text) => /\\x1b|\\e/.test(text));
  draft.fence({ info: keeps ? 'output ansi=keep' : 'output', body: lines, line: outputLine });
  draft.gap(outputLine + output.length - 1);
}

/** A comment as Markdown that opens nothing. */
function toProse(text: string): string {
  if (/^ ?(?:```|~~~|<)/.test(text)) return text.replace(/[`~<]/, '\\$&');
  // Below a line of text it would make that a heading.
  return /^(?:-+|=+)\s*$/.test(text) ? `\\${text}` : text;
}
