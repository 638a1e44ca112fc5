import type { Problem } from '../document/problem.ts';

/**
 * A problem as a command that a GitHub workflow makes an annotation of.
 *
 * The form and its escapes are those of GitHub's toolkit (`@actions/core`, `command.ts`).
 */
export function describeAnnotation(problem: Problem): string {
  const { severity, file, line, column, length, rule, message, hint } = problem;
  const properties = {
    file,
    line,
    col: column,
    ...(length > 0 ? { endColumn: column + length } : {}),
    title: rule,
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  );
  const text = hint === undefined ? message : `${message}\n${hint}`;
  return `::${severity} ${written.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
