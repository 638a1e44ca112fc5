import type { Problem } from '../document/problem.ts';
import type { MarkdownDocument } from '../document/types.ts';
import { loadRunbook } from '../model/load.ts';
import { sortProblems } from '../model/problems.ts';
import type { RuleId } from '../rules/registry.ts';
import { countFences, type Proof } from './coverage.ts';
import { CHECKS } from './registry.ts';
import type { CheckHost } from './types.ts';

/** All that is known about a document without running it. */
export interface CheckedDocument {
  readonly file: string;
  /** In the order of the document. */
  readonly problems: readonly Problem[];
  readonly coverage: Proof;
  /** What could not be looked at, one line each. */
  readonly notes: readonly string[];
}

/** Findings that no other command minds, and that are errors here: they look like a check and are none. */
const ERRORS_HERE: ReadonlySet<RuleId> = new Set(['vacuous-expectation']);

/** Holds a document against every rule. Nothing of it is executed. */
export async function checkDocument(
  document: MarkdownDocument,
  host: CheckHost,
): Promise<CheckedDocument> {
  const loaded = loadRunbook(document);
  const context = { document, loaded, host };
  const results = await Promise.all(CHECKS.map(async (check) => check.find(context)));
  const problems = sortProblems([
    ...loaded.problems.map(judge),
    ...results.flatMap((result) => result.problems),
  ]);
  const parsed = results.flatMap((result) => result.parsed ?? []);
  return {
    file: document.file,
    problems,
    coverage: countFences(loaded, parsed),
    notes: results.flatMap((result) => result.note ?? []),
  };
}

function judge(problem: Problem): Problem {
  return ERRORS_HERE.has(problem.rule) ? { ...problem, severity: 'error' } : problem;
}
