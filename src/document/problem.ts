/** An author's mistake: data first, one error class that carries all of a document's. */
import type { RuleId } from '../rules/registry.ts';

export interface Problem {
  /** Stable identifier of the rule, which `docs/rules.md` explains. */
  readonly rule: RuleId;
  /** `error` stops every command before anything runs; `warning` is a finding of `check` alone. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, UTF-16 code units. */
  readonly column: number;
  /** Length of the offending text in UTF-16 code units; 0 when it has no extent. */
  readonly length: number;
  /** One sentence: what is wrong, with the offending text. */
  readonly message: string;
  /** What to do about it, where it is known: ``did you mean `health`?`` */
  readonly hint?: string;
  /** What can be put in place of the offending text, and nothing else, without asking anybody. */
  readonly fix?: string;
}

/** Thrown when a document (or what was asked of it) cannot be run: exit 2, exit 1 in `check`. */
export class DocumentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}`).join('\n'));
    this.name = 'DocumentError';
    this.problems = problems;
  }
}
