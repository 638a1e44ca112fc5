import type { Problem } from '../document/problem.ts';
import type { Fence, Position } from '../document/types.ts';
import type { RuleId } from '../rules/registry.ts';

/** What is wrong and what to do about it, before it has a place. */
export interface Complaint {
  readonly rule: RuleId;
  /** One sentence with the offending text, no full stop. */
  readonly message: string;
  readonly hint?: string | undefined;
  /** What to put in place of exactly the offending text; only where that is safe. */
  readonly fix?: string | undefined;
}

/** A piece of an info string, as offsets from its beginning. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** Collects the problems of one document. */
export interface ProblemLog {
  readonly problems: readonly Problem[];
  /** Adds problems that have their place already. */
  push(...problems: readonly Problem[]): void;
  /** An error at a place in the document. */
  errorAt(position: Position, length: number, complaint: Complaint): void;
  /** An error at a piece of a fence's info string, or at all of it. */
  errorIn(fence: Fence, extent: Extent | null, complaint: Complaint): void;
  /** A finding of `check` at a place in the document. */
  warnAt(position: Position, length: number, complaint: Complaint): void;
  /** A finding of `check` at a piece of a fence's info string, or at all of it. */
  warnIn(fence: Fence, extent: Extent | null, complaint: Complaint): void;
}

/** An empty log for the document of this name. */
export function createProblemLog(file: string): ProblemLog {
  const problems: Problem[] = [];
  const add = (
    severity: Problem['severity'],
    { line, column }: Position,
    length: number,
    { rule, message, hint, fix }: Complaint,
  ): void => {
    problems.push({
      rule,
      severity,
      file,
      line,
      column,
      length,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(fix === undefined ? {} : { fix }),
    });
  };
  const addIn = (
    severity: Problem['severity'],
    { position, info }: Fence,
    extent: Extent | null,
    complaint: Complaint,
  ): void => {
    const { offset, length } = extent ?? { offset: 0, length: info.length };
    const { line, column } = position;
    add(severity, { line, column: column + offset }, length, complaint);
  };
  return {
    problems,
    push: (...more) => problems.push(...more),
    errorAt: (position, length, complaint) => add('error', position, length, complaint),
    errorIn: (fence, extent, complaint) => addIn('error', fence, extent, complaint),
    warnAt: (position, length, complaint) => add('warning', position, length, complaint),
    warnIn: (fence, extent, complaint) => addIn('warning', fence, extent, complaint),
  };
}

/** Problems in the order of the document; those of one place as they were found. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** ``did you mean `health`?``, or `otherwise` when nothing is near. */
export function suggest(name: string | undefined, otherwise?: string): string | undefined {
  return name === undefined ? otherwise : `did you mean \`${name}\`?`;
}

/** The words as people list them: `` `a`, `b` or `c` ``. */
export function listNames(names: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`;
}
