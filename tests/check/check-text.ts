import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CheckedDocument, checkDocument } from '../../src/check/check-document.ts';
import { createProbe } from '../../src/check/probe-url.ts';
import type { CheckHost } from '../../src/check/types.ts';
import { parseMarkdown } from '../../src/document/parse.ts';
import { readDocument } from '../../src/plan/read-document.ts';

/** What a check of a text may use. */
export interface CheckOptions {
  /** Further files beside the document, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly external?: boolean;
  readonly timeoutMs?: number;
}

/** Checks a text that is the document `doc.md` of a folder of its own. */
export function checkText(text: string, options: CheckOptions = {}): Promise<CheckedDocument> {
  const cwd = createFolder({ ...options.files, 'doc.md': text });
  const host: CheckHost = {
    path: options.path ?? process.env['PATH'],
    cwd,
    external: options.external ?? false,
    probe: createProbe(options.timeoutMs),
    readDocument: (path) => parseMarkdown(readDocument(path), path),
  };
  return checkDocument(parseMarkdown(text, 'doc.md'), host);
}

/** The problems of one rule, one line each, as `line:column+length severity message (hint) → fix`. */
export async function findingsOf(
  rule: string,
  text: string,
  options: CheckOptions = {},
): Promise<string[]> {
  const { problems } = await checkText(text, options);
  return problems
    .filter((problem) => problem.rule === rule)
    .map(({ line, column, length, severity, message, hint, fix }) => {
      const more = `${hint === undefined ? '' : ` (${hint})`}${fix === undefined ? '' : ` → ${fix}`}`;
      return `${line}:${column}+${length} ${severity} ${message}${more}`;
    });
}

function createFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(process.env['RUNBOOK_TEST_ROOT'] ?? tmpdir(), 'check-'));
  // A repository of its own, so that no path is looked for further up.
  mkdirSync(join(folder, '.git'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const mode = content.startsWith('#!') ? 0o755 : 0o644;
    writeFileSync(join(folder, name), content, { mode });
  }
  return folder;
}
