import { dirname, join } from 'node:path';
import { parseInfoString } from '../document/info-string.ts';
import { parseMarkdown } from '../document/parse.ts';
import { Draft } from './draft.ts';
import { readFrontMatter, writeFrontMatter } from './front-matter.ts';
import { toEllipsis } from './lines.ts';
import { type FoundFence, lowerFences } from './lower-fences.ts';
import { keepLenient, quoteWord, writeAttribute } from './shell-step.ts';
import { describeSystems, readTeshDirectives, type TeshDirectives } from './tesh-directives.ts';
import { type Entry, splitTranscript } from './transcript.ts';
import type { Dialect, DialectSource, Lowering } from './types.ts';

/** Markdown documents of tesh: blocks that name a session. */
export const tesh: Dialect = {
  name: 'tesh',
  summary: 'Markdown with sessions of tesh',
  ending: '.md',
  read,
};

function read(source: DialectSource): Lowering {
  const document = parseMarkdown(source.text, source.file);
  const draft = new Draft('tesh', source);
  const found = readFrontMatter(document);
  if (found.fault !== undefined) draft.note(1, `the front matter ${found.fault}; it is left out`);
  // What a command may take there unless it says otherwise.
  draft.begin(writeFrontMatter(found.values, { timeout: '30s' }));
  const sessions = new Set<string>();
  lowerFences(document, found.length + 1, draft, (fence) => {
    const { words } = parseInfoString(fence.fence.info);
    const tell = (message: string): void => draft.note(fence.fence.line, message, fence.prefix);
    const directives = readTeshDirectives(words, tell);
    if (directives.session === undefined) return false;
    if (!sessions.has(directives.session) && sessions.size > 0)
      tell('each session has a shell of its own there; here they share one');
    sessions.add(directives.session);
    writeBlock(draft, fence, directives, source, tell);
    return true;
  });
  return draft.finish();
}

function writeBlock(
  draft: Draft,
  found: FoundFence,
  directives: TeshDirectives,
  source: DialectSource,
  tell: (message: string) => void,
): void {
  const { body, line, prefix, lang } = found;
  const { fixture, setup } = directives;
  if (fixture !== undefined) {
    const file = writeAttribute('file', fixture);
    draft.fence({ info: `${lang} configure ${file}`, body, line, prefix });
    return;
  }
  const prompts = ['$', ...directives.prompts];
  const { entries } = splitTranscript(body, line, { prompts, exit: 'none' });
  const systems = describeSystems(directives.platforms, tell);
  if (entries.length === 0 || systems === null) {
    if (entries.length === 0) tell('there is no command in the block, so nothing runs');
    draft.fence({ info: `${lang} no-check`, body, line, prefix });
    return;
  }
  if (setup !== undefined) writeSetup(draft, found, setup, source, tell);
  if (directives.exits.length === 0)
    tell('no exit code is looked at there; `exit=any` says so here');
  const words = [
    ...(directives.timeout === undefined ? [] : [`timeout=${directives.timeout}s`]),
    ...systems,
  ];
  entries.forEach((entry, index) => {
    const exit = directives.exits.length === 0 ? 'any' : (directives.exits[index] ?? '0');
    const isLast = index === entries.length - 1;
    draft.gap(entry.line - 1, prefix);
    if (directives.isLongRunning && isLast) {
      tell(
        'a command that goes on has no counterpart without something to wait for: write `background ready=…`',
      );
      draft.fence({ info: `${lang} no-check`, body: entry.code, line: entry.line, prefix });
    } else writeEntry(draft, entry, [...(exit === '0' ? [] : [`exit=${exit}`]), ...words], prefix);
  });
}

function writeEntry(draft: Draft, entry: Entry, words: readonly string[], prefix: string): void {
  const info = ['bash test', ...words].join(' ');
  draft.fence({ info, ...keepLenient(entry.code), line: entry.line, prefix });
  draft.gap(entry.outputLine - 1, prefix);
  // Blank lines at the end are between commands there.
  const last = entry.output.findLastIndex((text) => text.trim() !== '');
  const output = entry.output.slice(0, last + 1).map((text) => toEllipsis(text.trimEnd()));
  draft.fence({ info: 'output', body: output, line: entry.outputLine, prefix });
}

/** A script that is read into the shell, whose variables are the point of it. */
function writeSetup(
  draft: Draft,
  { line, prefix }: FoundFence,
  setup: string,
  { file, folder }: DialectSource,
  tell: (message: string) => void,
): void {
  const path = folder === undefined ? join(dirname(file), setup) : join(folder, setup);
  if (folder === undefined)
    tell(
      `\`${setup}\` is beside the document there, at \`${path}\` from where the run is started here`,
    );
  const word = quoteWord(path.includes('/') ? path : `./${path}`);
  draft.fence({ info: 'bash configure', body: [`. ${word}`], line: line - 1, prefix });
  draft.gap(line - 1, prefix);
}
