import type { CheckedDocument } from '../check/check-document.ts';
import { addCoverage } from '../check/coverage.ts';
import type { Problem } from '../document/problem.ts';

/**
 * The shape of `check --format json`, for editors and scripts. Keys are added to it, and none is
 * changed or taken away while `version` is 1.
 */
export function describeAsJson(documents: readonly CheckedDocument[], fixed: number): object {
  const problems = documents.flatMap((one) => one.problems);
  const countOf = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  return {
    version: 1,
    documents: documents.map((one) => ({
      file: one.file,
      problems: one.problems.map(describeProblem),
      coverage: one.coverage,
      notes: one.notes,
    })),
    summary: {
      documents: documents.length,
      errors: countOf('error'),
      warnings: countOf('warning'),
      fixed,
      coverage: addCoverage(documents.map(({ coverage }) => coverage)),
    },
  };
}

function describeProblem(problem: Problem): object {
  const { rule, severity, line, column, length, message, hint, fix } = problem;
  return {
    rule,
    severity,
    line,
    column,
    length,
    message,
    hint: hint ?? null,
    fix: fix ?? null,
  };
}
