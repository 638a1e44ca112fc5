import type { CheckedDocument } from '../check/check-document.ts';
import { addCoverage, type Proof } from '../check/coverage.ts';
import type { Paint } from './paint.ts';
import { describeCount, describeProblems, type SourceLines } from './problem-text.ts';
import { countOf, groupDigits } from './visible.ts';

/**
 * One document with its problems; unless `quiet` is wanted, also what could not be looked at, and how
 * much of it is proven.
 */
export function describeChecked(
  { file, problems, coverage, notes }: CheckedDocument,
  paint: Paint,
  source: SourceLines,
  quiet: boolean,
): string[] {
  if (quiet) return describeProblems(problems, paint, source);
  const proven = `${paint.bold(file)}: ${describeCoverage(coverage)}`;
  const said = notes.map((note) => `${file}: ${paint.yellow(note)}`);
  return [...describeProblems(problems, paint, source), ...said, proven];
}

/** The last lines: how many documents, how much of them is proven, and what was found. */
export function describeTotal(documents: readonly CheckedDocument[], fixed: number): string[] {
  const problems = documents.flatMap((one) => one.problems);
  const found = problems.length === 0 ? 'nothing found' : describeCount(problems);
  const mended = fixed === 0 ? '' : `${countOf(fixed, 'problem')} mended; `;
  const total = addCoverage(documents.map(({ coverage }) => coverage));
  return [
    ...(documents.length > 1 ? [`all together: ${describeCoverage(total)}`] : []),
    `${countOf(documents.length, 'document')} checked: ${mended}${found}`,
  ];
}

/** `4 of 10 fences run (40%), 3 parsed, 1 inert, 2 only shown`. */
export function describeCoverage({ fences, run, parsed, inert, nothing }: Proof): string {
  if (fences === 0) return 'no fences';
  const share = Math.round((run / fences) * 100);
  return [
    `${groupDigits(run)} of ${countOf(fences, 'fence')} run (${share}%)`,
    parsed > 0 ? `${groupDigits(parsed)} parsed` : '',
    inert > 0 ? `${groupDigits(inert)} inert` : '',
    nothing > 0 ? `${groupDigits(nothing)} only shown` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
