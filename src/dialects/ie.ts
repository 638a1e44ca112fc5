import { dirname, join } from 'node:path';
import { parseMarkdown } from '../document/parse.ts';
import { Draft } from './draft.ts';
import { readFrontMatter, writeFrontMatter } from './front-matter.ts';
import { describeResult } from './ie-result.ts';
import { type FoundFence, lowerFences } from './lower-fences.ts';
import type { Dialect, DialectSource, Lowering } from './types.ts';

const COMMANDS = ['bash', 'azurecli', 'azurecli-interactive', 'azurecli-init', 'terraform'];
const SIMILARITY = /<!--\s*expected_similarity\s*=\s*(?:"(.*)"|'(.*)'|([\d.]+))\s*-->/;
const EXPECTATION = /<!--\s*expectation\s+type="(\w+)"\s+value="(.*)"\s*-->/;

/** Markdown documents of InnovationEngine: shell blocks, and results with a similarity. */
export const ie: Dialect = {
  name: 'ie',
  summary: 'Markdown that InnovationEngine runs',
  ending: '.md',
  read,
};

function read(source: DialectSource): Lowering {
  const document = parseMarkdown(source.text, source.file);
  const draft = new Draft('ie', source);
  const found = readFrontMatter(document);
  if (found.fault !== undefined) draft.note(1, `the front matter ${found.fault}; it is left out`);
  draft.begin(writeFrontMatter(found.values, {}));
  noteOthers(source, draft);
  let last = found.length;
  let hasCommand = false;
  lowerFences(document, found.length + 1, draft, (fence) => {
    const above = document.lines.slice(last, fence.fence.line - 1).join('\n');
    last = fence.fence.endLine;
    if (COMMANDS.includes(fence.lang)) {
      writeCommand(draft, fence);
      hasCommand = true;
      return true;
    }
    const result = readResult(above);
    if (result === undefined) return false;
    if (!hasCommand) {
      draft.note(fence.fence.line, 'there is no command above the result', fence.prefix);
      return false;
    }
    writeResult(draft, fence, result);
    hasCommand = false;
    return true;
  });
  return draft.finish();
}

/** What stands outside of the fences. */
function noteOthers({ text, file, folder }: DialectSource, draft: Draft): void {
  const lines = text.split('\n');
  let isBelow = false;
  lines.forEach((line, index) => {
    const heading = /^#+\s+(.*)$/.exec(line)?.[1];
    if (heading !== undefined) isBelow = /prerequisite/i.test(heading);
    const link = isBelow ? /\]\(([^)#\s]+\.md)[^)]*\)/.exec(line)?.[1] : undefined;
    if (link !== undefined) {
      const path = join(folder ?? dirname(file), link);
      draft.note(index + 1, `\`${path}\` is run before this document there; run it first`);
    }
    if (/^\s*(?:<!--\s*)?```variables/.test(line))
      draft.note(index + 1, 'variables in a comment are set there; write a step that exports them');
  });
}

function writeCommand(draft: Draft, { fence, lang, rest, body, line, prefix }: FoundFence): void {
  if (rest !== '') draft.note(fence.line, `\`${rest}\` has no counterpart; it is left out`, prefix);
  if (lang === 'terraform')
    draft.note(fence.line, 'a `terraform` block is run by bash there, and so it is here', prefix);
  draft.fence({ info: 'bash run', body, line, prefix });
}

/** The comment that makes the next block a result. */
interface Result {
  readonly similarity?: number;
  readonly pattern?: string;
}

function readResult(above: string): Result | undefined {
  const [, double, single, number] = SIMILARITY.exec(above) ?? [];
  if (number !== undefined) return { similarity: Number(number) };
  const pattern = double ?? single;
  if (pattern !== undefined) return { pattern };
  const [, type, value] = EXPECTATION.exec(above) ?? [];
  if (type === 'similarity') return { similarity: Number(value) };
  return type === 'matches' && value !== undefined ? { pattern: value } : undefined;
}

function writeResult(draft: Draft, found: FoundFence, result: Result): void {
  const { fence, body, line, prefix, lang } = found;
  const tell = (message: string): void => draft.note(fence.line, message, prefix);
  if (result.pattern !== undefined) {
    const condition = `stdout =~ /${result.pattern.replace(/(?<!\\)\//g, '\\/')}/`;
    draft.fence({ info: 'assert', body: [condition], line: fence.line - 1, prefix });
    draft.gap(fence.line, prefix);
    draft.fence({ info: `${lang || 'text'} no-check`, body, line, prefix });
    return;
  }
  const lowered = describeResult(lang, body, result.similarity ?? 1);
  for (const note of lowered.notes) tell(note);
  draft.fence({ info: lowered.info, body: lowered.body, line, prefix });
}
