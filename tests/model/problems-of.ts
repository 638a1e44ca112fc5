import { parseMarkdown } from '../../src/document/parse.ts';
import type { Problem } from '../../src/document/problem.ts';
import { type LoadResult, loadRunbook } from '../../src/model/load.ts';
import type { Runbook } from '../../src/model/types.ts';

/** Loads a document that is called `doc.md`. */
export function load(text: string): LoadResult {
  return loadRunbook(parseMarkdown(text, 'doc.md'));
}

/** The runbook of a document without errors; fails the test for one with errors. */
export function loadValid(text: string): Runbook {
  const { runbook, problems } = load(text);
  if (runbook === null) throw new Error(problems.map(formatProblem).join('\n'));
  return runbook;
}

/** The document's errors, one line each, as `line:column rule: message (hint)`. */
export function errorsOf(text: string): string {
  return formatAll(load(text).problems.filter(({ severity }) => severity === 'error'));
}

/** The document's findings, in the form of {@link errorsOf}. */
export function warningsOf(text: string): string {
  return formatAll(load(text).problems.filter(({ severity }) => severity === 'warning'));
}

/** A fence of this info string at the beginning of a document. */
export function fence(info: string, body = 'true'): string {
  return `\`\`\`${info}\n${body}\n\`\`\`\n`;
}

function formatAll(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}

function formatProblem({ line, column, rule, message, hint }: Problem): string {
  return `${line}:${column} ${rule}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}
