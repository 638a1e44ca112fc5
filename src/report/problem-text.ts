import { readFileSync } from 'node:fs';
import type { Problem } from '../document/problem.ts';
import type { Paint } from './paint.ts';
import { countOf, showControls } from './visible.ts';

/** Width of the source line that is shown; longer ones are cut around the offending text. */
const SOURCE_WIDTH = 100;

/** Where the lines of a file come from: what was read already, or else the disk. */
export type SourceLines = (file: string) => readonly string[];

/** Each problem with its place, the source line and a caret, and what to do; a count at the end. */
export function describeProblems(
  problems: readonly Problem[],
  paint: Paint,
  source: SourceLines = readLines,
): string[] {
  const cache = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const lines = cache.get(file) ?? source(file);
    cache.set(file, lines);
    return lines;
  };
  const shown = hideSecrets(problems, linesOf);
  const texts = problems.flatMap((problem) => describeProblem(problem, shown, paint));
  return problems.length > 1 ? [...texts, '', describeCount(problems)] : texts;
}

/** `2 errors, 1 warning`. */
export function describeCount(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  return [
    errors > 0 ? countOf(errors, 'error') : '',
    warnings > 0 ? countOf(warnings, 'warning') : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function describeProblem(
  problem: Problem,
  linesOf: (file: string) => readonly string[],
  paint: Paint,
): string[] {
  const { file, line, column, severity, rule, message, hint } = problem;
  const label = severity === 'error' ? paint.red('error') : paint.yellow('warning');
  return [
    `${paint.bold(`${file}:${line}:${column}`)} ${label} ${message} ${paint.dim(`[${rule}]`)}`,
    ...describeSource(problem, linesOf(file)[line - 1], paint),
    ...(hint === undefined ? [] : [`  ${paint.yellow('hint')} ${hint}`]),
  ];
}

function describeSource(problem: Problem, text: string | undefined, paint: Paint): string[] {
  if (text === undefined || text.trim() === '') return [];
  const start = Math.max(0, problem.column - 60);
  const shown = text.slice(start, start + SOURCE_WIDTH).replaceAll('\t', ' ');
  const before = Math.min(shown.length, problem.column - 1 - start);
  const length = Math.max(1, Math.min(problem.length, shown.length - before));
  const gutter = String(problem.line).padStart(5);
  return [
    `${paint.dim(`${gutter} │`)} ${showControls(shown)}`,
    `${paint.dim('      │')} ${' '.repeat(before)}${paint.red('^'.repeat(length))}`,
  ];
}

/** The lines of files with every key blotted out that was found in them: it must get into no log. */
function hideSecrets(problems: readonly Problem[], linesOf: SourceLines): SourceLines {
  const secrets = problems.filter(({ rule }) => rule === 'secret');
  if (secrets.length === 0) return linesOf;
  const hidden = new Map<string, string[]>();
  for (const { file, line, column, length } of secrets) {
    const lines = hidden.get(file) ?? [...linesOf(file)];
    hidden.set(file, lines);
    const text = lines[line - 1] ?? '';
    const key = text.slice(column - 1, column - 1 + length);
    const blot = key.slice(0, 4) + '•'.repeat(Math.max(0, key.length - 4));
    lines[line - 1] = text.slice(0, column - 1) + blot + text.slice(column - 1 + length);
  }
  return (file) => hidden.get(file) ?? linesOf(file);
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
  } catch {
    return [];
  }
}
