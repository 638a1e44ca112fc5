import { join } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import { Draft } from './draft.ts';
import { toEllipsis } from './lines.ts';
import { type FoundFence, lowerFences } from './lower-fences.ts';
import { type MdxLabels, readMdxLabels } from './mdx-labels.ts';
import { keepLenient, writeAttribute } from './shell-step.ts';
import { type Entry, splitTranscript } from './transcript.ts';
import type { Dialect, DialectSource, Lowering } from './types.ts';

const SHELLS = ['sh', 'bash'];
/** What the next command has of this one in a shared shell. */
const LASTING = /(?:^|[;&]\s*)(?:cd|export|pushd|popd|set|shopt|alias|source|\.)\s|^\w+=\S*\s*$/;
const HEREDOC = /<<-?\s*['"]?\w/;

/** Markdown documents of OCaml's MDX: its shell blocks. */
export const mdx: Dialect = {
  name: 'mdx',
  summary: 'Markdown with shell blocks of MDX',
  ending: '.md',
  read,
};

function read(source: DialectSource): Lowering {
  const document = parseMarkdown(source.text, source.file);
  const draft = new Draft('mdx', source);
  draft.begin([]);
  lowerFences(document, 1, draft, (found) => {
    if (/^ocaml/.test(found.lang))
      draft.note(found.fence.line, 'OCaml is not run here', found.prefix);
    if (!SHELLS.includes(found.lang)) return false;
    const above = document.lines[found.fence.line - 2] ?? '';
    const tell = (message: string): void => draft.note(found.fence.line, message, found.prefix);
    writeBlock(draft, found, readMdxLabels(above, found.rest, tell), source, tell);
    return true;
  });
  return draft.finish();
}

function writeBlock(
  draft: Draft,
  found: FoundFence,
  labels: MdxLabels,
  { folder }: DialectSource,
  tell: (message: string) => void,
): void {
  const { body, line, prefix } = found;
  const padding = /^\s*/.exec(body.find((text) => text.trim() !== '') ?? '')?.[0] ?? '';
  const lines = body.map((text) => (text.startsWith(padding) ? text.slice(padding.length) : text));
  const { before, entries } = splitTranscript(lines, line, { prompts: ['$'], exit: 'last' });
  if (labels.inert || entries.length === 0) {
    if (!labels.inert) tell('there is no command in the block, so nothing runs');
    draft.fence({ info: `${found.lang} no-check`, body, line, prefix });
    return;
  }
  if (before.some((text) => text.trim() !== ''))
    tell('what stands above the first command is left out');
  if (labels.dir !== undefined && folder === undefined)
    tell('`dir` is relative to the document there, to where the run is started here');
  const dir =
    labels.dir !== undefined && folder !== undefined ? join(folder, labels.dir) : labels.dir;
  const cwd = dir === undefined ? undefined : writeAttribute('cwd', dir);
  const changes = [
    ...labels.unset.map((name) => `unset ${name}`),
    ...labels.set.map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  ];
  if (entries.length > 1 && entries.slice(0, -1).some(({ code }) => LASTING.test(code.join('\n'))))
    tell(
      'each command has a shell of its own there; here the next one has its variables and folder',
    );
  entries.forEach((entry, index) => {
    if (index > 0) draft.gap(entry.line - 1, prefix);
    const first = index === 0 ? changes : [];
    writeEntry(draft, entry, { changes: first, cwd, prefix, compared: labels.compared });
  });
}

interface Writing {
  readonly changes: readonly string[];
  readonly cwd: string | undefined;
  readonly prefix: string;
  readonly compared: boolean;
}

function writeEntry(draft: Draft, entry: Entry, writing: Writing): void {
  const { changes, cwd, prefix, compared } = writing;
  const { exit = 0, output, outputLine } = entry;
  const lenient = keepLenient(readCode(entry.code));
  const status = exit === 0 ? [] : [`exit=${exit}`];
  const words = [...(compared ? status : ['exit=any']), ...(cwd === undefined ? [] : [cwd])];
  draft.fence({
    info: [compared ? 'bash test' : 'bash run', ...words].join(' '),
    before: [...changes, ...lenient.before],
    body: lenient.body,
    line: entry.line,
    prefix,
  });
  if (!compared) return;
  draft.gap(outputLine - 1, prefix);
  draft.fence({ info: 'output', body: output.map(toEllipsis), line: outputLine, prefix });
}

/** A here-document has a backslash at the end of each line there, which is none of its text. */
function readCode(code: readonly string[]): readonly string[] {
  if (!HEREDOC.test(code[0] ?? '')) return code;
  return code.map((text) => text.replace(/\s*\\$/, ''));
}
