import { basename, dirname, relative, resolve } from 'node:path';
import type { Fence } from '../document/types.ts';
import type { ParamSpec, Runbook, Step } from '../model/types.ts';
import { STAMP_LINE, type StampOf } from './proof.ts';
import { moveLinks } from './reader-links.ts';

/** What is wanted of the page. */
export interface PageOptions {
  /** Folder that the page goes to; its relative links are right from there. */
  readonly folder: string;
  readonly stampOf: StampOf;
}

/**
 * The page for readers: the document without front matter and attributes, expected outputs as plain
 * blocks, a stamp below each block that a run executes. Line endings are LF.
 */
export function renderPage(runbook: Runbook, { folder, stampOf }: PageOptions): string {
  const { document } = runbook;
  const from = relative(process.cwd(), resolve(dirname(document.file))) || '.';
  const to = relative(process.cwd(), resolve(folder)) || '.';
  const edits = collectEdits(runbook, stampOf);
  const inFence = new Set(document.fences.flatMap(linesOf));
  const start = document.frontMatter ? endOfFrontMatter(document.lines) : 0;
  const introduction = describeOrigin(runbook, from, to);
  const heading = document.headings.find((one) => one.level === 1);
  const page: string[] = heading ? [] : introduction;
  for (const [index, text] of document.lines.entries()) {
    const line = index + 1;
    if (line <= start) continue;
    const edit = edits.get(line);
    page.push(
      ...(edit?.caption ?? []),
      edit?.text ?? (inFence.has(line) ? text : moveLinks(text, from, to)),
    );
    if (edit?.stamp !== undefined) page.push(...edit.stamp, ...separate(document.lines[line]));
    if (line === heading?.line) page.push(...introduction);
  }
  return `${page.join('\n').replace(/^\n+/, '').trimEnd()}\n`;
}

/** The page without what differs from run to run. */
export function withoutStamps(page: string): string {
  return page
    .split('\n')
    .map((line) => (STAMP_LINE.test(line) ? '<sub></sub>' : line))
    .join('\n');
}

interface Edit {
  /** Lines that stand before it. */
  readonly caption?: readonly string[];
  /** The line as it is on the page. */
  readonly text?: string;
  /** Lines that follow it. */
  readonly stamp?: readonly string[];
}

function collectEdits(runbook: Runbook, stampOf: StampOf): Map<number, Edit> {
  const { lines, fences } = runbook.document;
  const edits = new Map<number, Edit>();
  for (const step of runbook.steps) {
    const { fence } = step;
    const prefix = prefixOf(lines, fence);
    const caption = captionOf(step, lines).flatMap((text) => [prefix + text, prefix.trimEnd()]);
    edits.set(fence.line, { caption, text: openWith(lines, fence, step.lang) });
    if (step.request !== undefined) {
      for (const line of linesOf(fence).slice(1, -1)) {
        edits.set(line, { text: nameReferences(lines[line - 1] ?? '') });
      }
    }
    const stamp = [prefix.trimEnd(), prefix + stampOf(step)];
    edits.set(fence.endLine, { ...edits.get(fence.endLine), stamp });
    for (const expectation of step.expectations) {
      const { fence: expected } = expectation;
      const lang = firstWord(expected);
      const shown = /^(?:output|stdout|stderr|assert)$/.test(lang) ? 'text' : lang;
      edits.set(expected.line, { text: openWith(lines, expected, shown) });
      if (lang === 'assert') continue;
      for (const line of linesOf(expected).slice(1, -1)) {
        const hasSuffixes = shown === 'text' || shown.toLowerCase() === 'http';
        edits.set(line, { text: writeExpected(lines[line - 1] ?? '', hasSuffixes) });
      }
    }
  }
  for (const fence of fences) {
    if (!/\sno-check(?:\s|$)/.test(fence.info) || edits.has(fence.line)) continue;
    edits.set(fence.line, {
      text: openWith(lines, fence, fence.info.replace(/\s+no-check\b/, '')),
    });
  }
  return edits;
}

/** An expected line as a reader sees it: holes by their name or type, suffixes and escapes gone. */
function writeExpected(line: string, hasSuffixes: boolean): string {
  const bare = hasSuffixes
    ? line.replace(/ \((?:re|glob|equal|no-eol)?(?:[?*+]|\{\d+(?:,\d*)?\})?\)$/, '')
    : line;
  const named = bare.replace(
    /(\\?)<<\s*([^>]*?)\s*>>/g,
    (whole, backslash: string, content: string) => {
      if (backslash !== '') return whole.slice(1);
      if (content === '...') return '…';
      const [, name, type] = /^([A-Za-z_]\w*)?(?::([A-Za-z]\w*))?/.exec(content) ?? [];
      return `<${name ?? type ?? 'any'}>`;
    },
  );
  return nameReferences(named);
}

/** The line with `<name>` where a value is put in. */
function nameReferences(line: string): string {
  return line.replace(/(\\?)\$\{([A-Za-z_]\w*)\}/g, (whole, backslash: string, name: string) =>
    backslash !== '' ? whole.slice(1) : `<${name}>`,
  );
}

/** The path of a file block, unless the text above it names it already. */
function captionOf(step: Step, lines: readonly string[]): string[] {
  if (step.file === undefined) return [];
  const above = lines.slice((step.heading?.line ?? 1) - 1, step.fence.line - 1);
  const { path } = step.file;
  return above.some((line) => line.includes(path)) ? [] : [`\`${path}\`:`];
}

function openWith(lines: readonly string[], fence: Fence, info: string): string {
  return (lines[fence.line - 1] ?? '').slice(0, fence.position.column - 1).trimEnd() + info;
}

/** What stands before the lines of a fence: quote marks, the indentation of a list item. */
function prefixOf(lines: readonly string[], fence: Fence): string {
  const before = /^(.*?)(?:`{3,}|~{3,})/.exec(lines[fence.line - 1] ?? '')?.[1] ?? '';
  return before.replace(/[^>\s]/g, ' ');
}

function firstWord(fence: Fence): string {
  return /^\S*/.exec(fence.info)?.[0] ?? '';
}

function linesOf(fence: Fence): number[] {
  return Array.from({ length: fence.endLine - fence.line + 1 }, (_, index) => fence.line + index);
}

/** A stamp ends its paragraph, also where the next line of the document follows at once. */
function separate(next: string | undefined): string[] {
  return next === undefined || /^[>\s]*$/.test(next) ? [] : [''];
}

function endOfFrontMatter(lines: readonly string[]): number {
  return lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line)) + 1;
}

function describeOrigin(runbook: Runbook, from: string, to: string): string[] {
  const name = basename(runbook.document.file);
  const target = moveLinks(`[${name}](${name})`, from, to);
  return [
    '',
    `*Made from ${target} by \`runbook export\`. \`runbook run\` executes that document; below each block stands the run that proved it.*`,
    ...describeParams(runbook.config.params),
  ];
}

/** The variables that the blocks use, which the front matter would have given. */
function describeParams(params: readonly ParamSpec[]): string[] {
  if (params.length === 0) return [];
  return [
    '',
    '| Variable | Value | |',
    '|---|---|---|',
    ...params.map(({ env, default: value, description, required }) => {
      const shown = value === 'free' ? 'any free port' : value ? `\`${value}\`` : '';
      const need = shown || (required ? 'must be set' : 'may be set');
      return `| \`${env}\` | ${need} | ${(description ?? '').replaceAll('|', '\\|')} |`;
    }),
  ];
}
