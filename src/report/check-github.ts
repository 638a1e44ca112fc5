import type { Problem } from '../document/problem.ts';
import { writeAnnotation } from './github-command.ts';

/** A problem as a command that a GitHub workflow makes an annotation of. */
export function describeAnnotation(problem: Problem): string {
  const { severity, file, line, column, length, rule, message, hint } = problem;
  const properties = {
    file,
    line,
    col: column,
    ...(length > 0 ? { endColumn: column + length } : {}),
    title: rule,
  };
  return writeAnnotation(
    severity,
    properties,
    hint === undefined ? message : `${message}\n${hint}`,
  );
}
