import type { Problem } from '../document/problem.ts';
import { distance } from '../libraries/distance.ts';
import type { RuleId } from '../rules/registry.ts';
import type { ExpectationSource } from './types.ts';

/** A stretch of text of a document, for problems that point at it. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** The problems of one expectation, gathered so that all of them are reported at once. */
export interface ProblemSink {
  /** Adds an error at `span`. @param fix what can be put in place of it without asking */
  add(rule: RuleId, span: Span, message: string, hint?: string, fix?: string): void;
}

/** A sink that writes to `problems`, in the document `file`. */
export function createSink(file: string, problems: Problem[]): ProblemSink {
  return {
    add(rule, span, message, hint, fix) {
      problems.push({
        rule,
        severity: 'error',
        file,
        ...span,
        message,
        ...(hint === undefined ? {} : { hint }),
        ...(fix === undefined ? {} : { fix }),
      });
    },
  };
}

/** The whole info string of an expectation. */
export function infoSpan(source: ExpectationSource): Span {
  const { position, info } = source.fence;
  return { line: position.line, column: position.column, length: info.length };
}

/** The warning of an expectation that can never fail. */
export function vacuousFinding(source: ExpectationSource, span: Span, message: string): Problem {
  return {
    rule: 'vacuous-expectation',
    severity: 'warning',
    file: source.file,
    ...span,
    message,
  };
}

/** ``did you mean `x`?`` for the closest of the known names, when one is near enough. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const best = closestName(name, known);
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}

/** The closest of the known names, when no other is as close: it can be put in place unasked. */
export function onlyClosest(name: string, known: readonly string[]): string | undefined {
  const best = closestName(name, known);
  if (best === undefined) return undefined;
  const limit = distance(name, best);
  const rivals = known.filter((other) => other !== best && distance(name, other) <= limit);
  return rivals.length === 0 ? best : undefined;
}

/**
 * The closest of the known names, when one is within two edits; within one for a name so short that
 * two would make almost any other of it.
 */
function closestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = name.length <= 3 ? 2 : 3;
  for (const candidate of known) {
    const edits = distance(name, candidate);
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}
